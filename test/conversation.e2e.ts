// A conversation in a browser: a question that leans on the one before it, what came before, and a new beginning.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
}, 120_000);
afterAll(() => journey.close());

test.each([
  ['at a desk', undefined],
  ['on a phone', phone],
] as const)('a follow-up is made whole, and what was asked before stays at hand, %s', async (_, size) => {
  const page = await journey.visit('/', size);
  const ask = async (question: string): Promise<void> => {
    await page.getByRole('textbox', { name: '问题' }).fill(question);
    await page.getByRole('button', { name: '提问', exact: true }).click();
    await page.getByRole('heading', { name: question }).waitFor();
    await page.getByRole('link', { name: '查看全过程' }).waitFor();
  };
  await ask('一类区域小型车停车首小时收费多少？');
  await ask('那二类区域呢？');
  await page.getByText('承接上一问，理解为：二类区域小型车停车首小时收费多少？').waitFor();
  await page.getByRole('region', { name: '回答' }).getByText('4元').first().waitFor();
  const before = page.getByRole('region', { name: '此前的提问' });
  await before.getByText('一类区域小型车停车首小时收费多少？').click();
  await before.getByText('6元').first().waitFor();
  expect(await namelessControls(page)).toEqual([]);
  expect(await fits(page)).toBe(true);
  const rating = page.getByRole('region', { name: '评价' }).last();
  await rating.getByRole('button', { name: '有问题' }).click();
  await rating.getByRole('checkbox', { name: '不完整' }).check();
  await rating.getByRole('textbox').fill('没有说夜间怎么收');
  await rating.getByRole('button', { name: /提\s?交/ }).click();
  await rating.getByText('已记录您的评价。').waitFor();
  await page.reload();
  await page.getByText('已记录您的评价。').waitFor();
  await page.getByRole('button', { name: '新的对话' }).click();
  await page.getByText('试一试').waitFor();
  await ask('那二类区域呢？');
  expect(await page.getByText('承接上一问').count()).toBe(0);

  const countRuns = () => page.evaluate(async () => ((await (await fetch('/api/runs')).json()) as { runs: unknown[] }).runs.length);
  const asked = await countRuns();
  // Deleted once it is confirmed; whoever works by the keyboard types the next question.
  await page.getByRole('button', { name: '删除这个对话' }).press('Enter');
  const sure = page.getByRole('dialog');
  await sure.getByText('处于法律保全中的会保留').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('[aria-label^="删除这个对话"]:focus').waitFor();
  await page.keyboard.press('Enter');
  await sure.getByRole('button', { name: '删除这个对话' }).click();
  await page.getByText('试一试').waitFor();
  await page.locator('textarea:focus').waitFor();
  expect(await countRuns()).toBe(asked - 1);
  expect(journey.complaints).toEqual([]);
  await page.context().close();
});
