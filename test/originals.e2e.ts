// Pictures are looked at like PDFs: the page itself, upright, with what was read from it marked in its place.
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawScan, laidDown } from '../src/knowledge/reading/test-scans.ts';
import { tiffFile, tiffPage } from '../src/knowledge/reading/test-tiff-files.ts';
import { type Journey, phone, startJourney } from './support/journey.ts';

let journey: Journey;
beforeAll(async () => {
  journey = await startJourney();
}, 120_000);
afterAll(() => journey.close());

const cover = drawScan([
  ['霁川市交通局文件', 26, 170],
  ['关于停车管理的通知', 20, 170],
  ['各区交通局：现将停车管理规定印发给你们。', 16, 72],
]);
const numbered = drawScan([
  ['霁交发〔2025〕31号', 16, 220],
  ['停车收费标准由物价局公布，应当在现场公示。', 16, 72],
]);

async function openNumber(page: Page, name: string, buffer: Uint8Array): Promise<void> {
  const file = { name, mimeType: 'image/tiff', buffer: Buffer.from(buffer) };
  await page.locator('input[type=file]').first().setInputFiles(file);
  const row = page.getByRole('region', { name: '本次导入' }).getByRole('row').last();
  await row.getByText('可检索').waitFor({ timeout: 90_000 });
  await page
    .getByRole('link', { name: /^查看文件.*停车/ })
    .first()
    .click();
  await page.getByRole('tab', { name: '要素' }).click();
  await page.getByRole('button', { name: '在原文中查看发文字号' }).click();
}

/** How much of the marked place, and of the page, is ink. */
async function inkOf(page: Page): Promise<{ readonly marked: number; readonly whole: number }> {
  await page.getByRole('img', { name: '引文' }).waitFor();
  return page.evaluate(`(() => {
    const canvas = document.querySelector('[role=region] canvas');
    const box = canvas.parentElement.querySelector('[role=img]');
    const [outer, inner] = [canvas.getBoundingClientRect(), box.getBoundingClientRect()];
    const scale = canvas.width / outer.width;
    const ink = (x, y, width, height) => {
      const { data } = canvas.getContext('2d').getImageData(x, y, width, height);
      let dark = 0;
      for (let at = 0; at < data.length; at += 4) if (data[at] < 128) dark += 1;
      return dark / (data.length / 4);
    };
    return {
      marked: ink((inner.left - outer.left) * scale, (inner.top - outer.top) * scale, inner.width * scale, inner.height * scale),
      whole: ink(0, 0, canvas.width, canvas.height),
    };
  })()`);
}

test('the second page of a TIFF, scanned lying on its side, is shown upright with its number marked', { timeout: 180_000 }, async () => {
  const page = await journey.visit('/library');
  await openNumber(page, '停车通知.tif', tiffFile([tiffPage(cover.canvas), tiffPage(laidDown(numbered, 90).canvas, 8)]));
  await page.getByText('第 2 / 2 页').waitFor();
  const { marked, whole } = await inkOf(page);
  expect(marked).toBeGreaterThan(5 * whole);
  await page.getByRole('button', { name: '上一页' }).click();
  await page.getByText('第 1 / 2 页').waitFor();
});

test('a photograph opens at its place on a phone', { timeout: 180_000 }, async () => {
  const page = await journey.visit('/library', phone);
  await openNumber(page, '停车照片.png', numbered.png);
  const { marked, whole } = await inkOf(page);
  expect(marked).toBeGreaterThan(5 * whole);
  expect(journey.complaints).toEqual([]);
});
