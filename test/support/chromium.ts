// The browser of the journeys: the system's own Chromium, quiet, with a profile of its own that is gone afterwards.
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const places = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
];

/** Close it after the tests. */
export async function openChromium(): Promise<Browser> {
  const executablePath = places.find((place) => existsSync(place));
  if (executablePath === undefined) {
    throw new Error('没有找到 Chromium：请安装 chromium 软件包。 Chromium was not found: install the chromium package.');
  }
  // Without a locale of UTF-8 it cannot open dropped files with Chinese names.
  return chromium.launch({
    // Menus and dialogs that still open lose clicks that are faster than any hand.
    slowMo: 60,
    executablePath,
    args: flags,
    env: { ...process.env, LANG: process.env['LANG'] ?? 'C.UTF-8' },
  });
}
