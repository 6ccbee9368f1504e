// Models of search chosen on the page: vectors are made while it is watched, what stands in the way is said, and search then finds by meaning.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fits, type Journey, namelessControls, phone, startJourney } from './support/journey.ts';
import { type FakeModelServer, startFakeModelServer } from './tools/fake-model-server.mjs';

let journey: Journey;
let upstream: FakeModelServer;
beforeAll(async () => {
  upstream = await startFakeModelServer();
  journey = await startJourney();
}, 120_000);
afterAll(async () => {
  await journey.close();
  await upstream.close();
});

test('a model that makes vectors is registered and chosen, and its progress is seen to the end', async () => {
  const page = await journey.visit('/models');
  await page.getByRole('tab', { name: '检索' }).click();
  await page.getByText('还没有能生成向量的模型').waitFor();
  await page.getByRole('tab', { name: '模型', exact: true }).click();
  await page.getByRole('button', { name: '登记模型' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /名称$/ }).fill('vectors-1');
  await dialog.getByRole('textbox', { name: '接口地址' }).fill(`${upstream.url}/v1`);
  await dialog.getByRole('textbox', { name: '接口上的模型名' }).fill('fake-embed');
  await dialog.getByRole('combobox', { name: '能做什么' }).click();
  await page.getByTitle('向量', { exact: true }).click();
  await page.getByTitle('重排', { exact: true }).click();
  await page.keyboard.press('Escape');
  await dialog.getByRole('button', { name: '登记模型' }).click();
  await dialog.waitFor({ state: 'hidden' });
  upstream.setFaults({ ttft: 300 });
  await page.getByRole('tab', { name: '检索' }).click();
  const choice = page.getByRole('region', { name: '选用模型' });
  await choice.getByRole('combobox', { name: '向量模型' }).click();
  await page.getByTitle('vectors-1（本单位内）').click();
  await choice.getByRole('button', { name: /^保\s*存$/ }).click();
  const vectors = page.getByRole('region', { name: '片段向量' });
  await vectors.getByRole('progressbar').waitFor();
  await page.getByRole('region', { name: '正在使用' }).getByText('vectors-1，256 维').waitFor();
  upstream.setFaults({});
  await vectors.getByText('完成', { exact: true }).waitFor({ timeout: 60_000 });
  expect(await namelessControls(page)).toEqual([]);
  expect(journey.complaints).toEqual([]);
}, 120_000);

test('search finds by meaning, and says so of what words did not find', async () => {
  const page = await journey.visit('/search?query=费收车停时小');
  await page.getByText('含义相近').first().waitFor();
  // What is typed there counts as internal, which this model may receive.
  await page.getByText('按词语和含义检索').waitFor();
  expect(journey.complaints).toEqual([]);
});

test('on a phone the panel fits, and words alone are chosen again', async () => {
  const page = await journey.visit('/models', phone);
  await page.getByRole('tab', { name: '检索' }).click();
  const choice = page.getByRole('region', { name: '选用模型' });
  await choice.getByRole('combobox', { name: '向量模型' }).waitFor();
  expect(await fits(page)).toBe(true);
  await choice.locator('.ant-select').first().hover();
  await choice.locator('.ant-select-clear').first().click();
  await choice.getByRole('button', { name: /^保\s*存$/ }).click();
  await page.getByRole('region', { name: '正在使用' }).getByText('只按词语检索').waitFor();
  await page.getByRole('region', { name: '片段向量' }).waitFor({ state: 'hidden' });
  expect(journey.complaints).toEqual([]);
});
