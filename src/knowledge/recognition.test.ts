import { soloCaller } from '../access/access.ts';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { everything, openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { until } from '../../test/support/until.ts';
import { createReaderWithOcr } from './reading/read-with-ocr.ts';
import { drawScan, scannedPdf } from './reading/test-scans.ts';

let library: TestLibrary;
beforeAll(async () => {
  library = await openTestLibrary({ reader: createReaderWithOcr({ children: 1, ocr: 'ppocr' }) });
});
afterAll(() => library.close());

it('a scan is imported, tells how far it is, and is found by what was recognised in it', { timeout: 120_000 }, async () => {
  const pages = ['公共停车场每小时收费五元。', '临时停车不得超过十五分钟。'].map((text) =>
    drawScan([
      ['停车收费规定', 22],
      [text, 16],
    ]),
  );
  const { document } = await library.knowledge.importFile(soloCaller, { name: '扫描.pdf', bytes: scannedPdf(pages) });
  const recognising = await until('a page is recognised', async () => {
    const { latest } = (await library.knowledge.getDocument(everything, document.id)).document;
    return latest.recognition ?? (latest.state === 'ready' ? null : undefined);
  });
  if (recognising) expect(recognising).toMatchObject({ pages: 2 });
  const { latest } = await library.settled(document.id);
  expect(latest).toMatchObject({ state: 'ready', pageCount: 2, recognition: null, flags: ['no_text_layer', 'ocr'] });
  expect(await library.found('临时停车')).toEqual(['扫描.pdf']);
});
