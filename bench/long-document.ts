// A PDF of 500 pages of text, printed by Chromium with its own fonts embedded, through the reading child: how long, and how much memory.
//   npm run bench:long-document [-- --pages 500]
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { createReader } from '../src/knowledge/reading/read-in-child.ts';
import { printMeasurements } from './bars.ts';
import { createRandom } from './small-documents.ts';

const { values } = parseArgs({ options: { pages: { type: 'string', default: '500' } } });
const pages = Number(values.pages);
const bytes = await printed(pages);

const reader = createReader({ children: 1, timeLimitMs: 300_000 });
const startedAt = performance.now();
const outcome = await reader.read({ name: 'long.pdf', bytes });
const seconds = (performance.now() - startedAt) / 1000;
const peak = Math.max(...childrenOfThis().map(peakMegabytesOf));
reader.close();
if (outcome.kind === 'rejected') throw new Error(outcome.reason);
printMeasurements([
  { measure: 'pages', value: outcome.pages?.length ?? 0 },
  { measure: 'size of the file', value: bytes.length / 1_000_000, unit: ' MB' },
  { measure: 'characters read', value: outcome.reading.text.length },
  { measure: 'passages', value: outcome.passages.length },
  { measure: 'time, starting the child included', value: seconds, unit: ' s', bar: { atMost: 60 } },
  { measure: 'most memory of the child', value: peak, unit: ' MB', bar: { atMost: 700 } },
]);

/** Some 800 characters a page, as official documents have, with a running head and a number at the foot. */
async function printed(count: number): Promise<Uint8Array> {
  const random = createRandom(1);
  const words = [
    '停车',
    '收费',
    '标准',
    '小型车',
    '每小时',
    '五元',
    '申请',
    '材料',
    '办理',
    '期限',
    '工作日',
    '应当',
    '不得',
    '部门',
    '监督',
    '公开',
  ];
  const sentence = (): string => `${Array.from({ length: 14 }, () => words[random.below(words.length)]).join('')}。`;
  const paragraph = (): string => `<p>${Array.from({ length: 5 }, sentence).join('')}</p>`;
  const page = (_: unknown, index: number): string =>
    `<section><h2>第${index + 1}条　停车收费</h2>${Array.from({ length: 5 }, paragraph).join('')}</section>`;
  const executablePath = process.env['HENGJIAN_CHROMIUM'] ?? '/usr/bin/chromium';
  if (!existsSync(executablePath)) throw new Error(`缺少 Chromium missing: ${executablePath}`);
  const browser = await chromium.launch({ executablePath });
  try {
    const tab = await browser.newPage();
    await tab.setContent(
      `<meta charset="utf-8"><style>section { break-after: page } p { font: 12pt/1.6 serif; text-indent: 2em }</style>${Array.from({ length: count }, page).join('')}`,
      { timeout: 120_000 },
    );
    const furniture = (text: string): string => `<div style="font-size: 9pt; width: 100%; text-align: center">${text}</div>`;
    return new Uint8Array(
      await tab.pdf({
        format: 'A4',
        margin: { top: '25mm', bottom: '25mm', left: '28mm', right: '26mm' },
        displayHeaderFooter: true,
        headerTemplate: furniture('停车收费标准汇编'),
        footerTemplate: furniture('— <span class="pageNumber"></span> —'),
      }),
    );
  } finally {
    await browser.close();
  }
}

function childrenOfThis(): string[] {
  return readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8').trim().split(' ');
}

function peakMegabytesOf(id: string): number {
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0) / 1000;
}
