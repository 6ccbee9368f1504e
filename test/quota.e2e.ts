// The quotas walked in a browser: one is set, used up, raised and removed.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fits, type Journey, phone, startJourney } from './support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
}, 120_000);
afterAll(() => journey.close());

test('a quota is set, shows what is used of it, and refuses what goes beyond', async () => {
  const page = await journey.visit('/models');
  await page.getByRole('tab', { name: '额度' }).click();
  await page.getByText('还没有额度').waitFor();
  await page.getByRole('button', { name: '设置额度' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('combobox', { name: '哪个场景' }).click();
  await page.getByTitle('policy-questions').click();
  await dialog.getByRole('spinbutton', { name: '额度' }).fill('1');
  await dialog.getByRole('button', { name: '设置额度' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('progressbar', { name: 'policy-questions，每日次数已用 0%' }).waitFor();

  const asking = await journey.visit('/');
  for (const sentence of ['查看全过程', '每日额度（1 次）不够这次使用']) {
    await asking.getByRole('textbox').first().fill('低保怎么申请？');
    await asking.keyboard.press('Enter');
    await asking.getByText(new RegExp(sentence)).first().waitFor();
  }
  await page.getByText('已用完').waitFor();
  await page.getByText('本月').click();
  await page.getByRole('region', { name: '用量' }).getByRole('cell', { name: 'policy-questions' }).waitFor();
  await page.getByRole('button', { name: '调整 policy-questions' }).click();
  await page.getByRole('dialog').getByRole('spinbutton', { name: '额度' }).fill('100');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^调\s*整$/ })
    .click();
  await page.getByRole('progressbar', { name: 'policy-questions，每日次数已用 1%' }).waitFor();
});

test('it fits a phone, and is removed', async () => {
  const page = await journey.visit('/models', phone);
  await page.getByRole('tab', { name: '额度' }).click();
  await page.getByRole('progressbar', { name: /policy-questions/ }).waitFor();
  expect(await fits(page)).toBe(true);
  await page.getByRole('button', { name: '取消 policy-questions的额度' }).click();
  await page.getByRole('button', { name: /^确\s*定$/ }).click();
  await page.getByText('还没有额度').waitFor();
  expect(journey.complaints).toEqual([]);
});
