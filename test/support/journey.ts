// The real application on a folder of its own, with the demo institution, and a browser to walk through it.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach } from 'vitest';
import type { z } from 'zod';
import type { JsonOperation } from '../../src/base/contract.ts';
import { readConfig } from '../../src/base/config.ts';
import { prepareRequest } from '../../src/base/prepare-request.ts';
import { serve } from '../../src/serve.ts';
import { openChromium } from './chromium.ts';
import { prepareDemoFolder } from './prepared-demo.ts';

export interface Journey {
  /** A fresh visitor's page; 1280 x 800 unless said otherwise. */
  visit(path: string, size?: { readonly width: number; readonly height: number }): Promise<Page>;
  readonly url: string;
  /** Asks the service itself, as whoever works alone on it; gives the reply, and fails when it is refused. */
  call<Input extends z.ZodObject, Output extends z.ZodType>(
    operation: JsonOperation<Input, Output>,
    input: z.input<Input>,
  ): Promise<z.output<Output>>;
  /** What browsers complained about so far: console errors, uncaught exceptions, requests that failed. */
  readonly complaints: readonly string[];
  close(): Promise<void>;
}

export const phone = { width: 390, height: 844 };
const desk = { width: 1280, height: 800 };

/** In solo mode with the demo institution, unless other settings are given. */
export async function startJourney(given: Readonly<Record<string, string>> = { HENGJIAN_SOLO: 'on' }): Promise<Journey> {
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-journey-'));
  if (given['HENGJIAN_SOLO'] === 'on') await prepareDemoFolder(folder);
  const service = await serve(readConfig({ HENGJIAN_DATA: folder, PORT: '0', ...given }, {}));
  const browser = await openChromium();
  const complaints: string[] = [];
  return {
    complaints,
    url: service.url,
    async call(operation, input) {
      const { method, url, body } = prepareRequest(operation, input);
      const reply = await fetch(service.url + url, { method, headers: { 'content-type': 'application/json' }, body });
      if (!reply.ok) throw new Error(`${operation.id}: ${await reply.text()}`);
      return operation.reply.output.parse(await reply.json());
    },
    async visit(path, viewport = desk) {
      const context = await browser.newContext({ viewport, locale: 'zh-CN', permissions: ['clipboard-read', 'clipboard-write'] });
      const page = await context.newPage();
      // On the way to the institution's own sign-in and back, what its pages complain about is not ours.
      const isOurs = (): boolean => page.url().startsWith(service.url);
      page.on('console', (message) => message.type() === 'error' && isOurs() && complaints.push(message.text()));
      page.on('pageerror', (error) => complaints.push(error.message));
      shown = { page, complaints };
      await page.goto(service.url + path);
      return page;
    },
    async close() {
      await browser.close();
      await service.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The page that was opened last. */
let shown: { readonly page: Page; readonly complaints: readonly string[] } | undefined;

// What the visitor saw when it failed, which a message of something not found does not tell.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail' || !shown || shown.page.isClosed()) return;
  const { page, complaints } = shown;
  process.stderr.write([`At ${page.url()}:`, await page.locator('body').ariaSnapshot(), ...complaints, ''].join('\n'));
});

/** Nothing is cut off or has to be scrolled to sideways. */
export const fits = (page: Page): Promise<boolean> => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

/** Controls that a screen reader could only call "button" or "field". */
export async function namelessControls(page: Page): Promise<string[]> {
  const spoken = await page.locator('body').ariaSnapshot();
  return spoken.split('\n').filter((line) => /- (button|link|textbox|searchbox|combobox|checkbox|tab)\b(?! ")/.test(line));
}
