import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { loadImage } from '@napi-rs/canvas';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../base/errors.ts';
import type { Grade } from '../../base/grade.ts';
import { silentLog } from '../../base/log.ts';
import { createEgress } from '../../egress/egress.ts';
import { originOf } from '../reading/origin-map.ts';
import type { RecogniseElsewhere } from '../reading/ocr/elsewhere.ts';
import { createReaderWithOcr, readWhole } from '../reading/read-with-ocr.ts';
import { drawScan } from '../reading/test-scans.ts';
import { createPaddleService } from './paddle-service.ts';
import { createTesseract, requireTesseract } from './tesseract.ts';
import { recognitionRules } from './text-recognition.ts';

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const scan = drawScan([['公共停车场由物价局定价，费用应当公示。', 16]]);
async function readWith(ocr: RecogniseElsewhere, grade?: Grade) {
  const reader = createReaderWithOcr({ children: 1, ocr });
  closers.push(() => reader.close());
  return readWhole(reader, { name: 'a.png', bytes: scan.png, ...(grade && { grade }) });
}

const faultOf = (outcome: Promise<void>): Promise<unknown> =>
  outcome.catch((error: unknown) => (error instanceof AppError ? error.details['fault'] : error));

describe('the program tesseract', () => {
  /** Plays the program: a table whose rows are told, after it has read the picture. */
  function program(body: string): string {
    const folder = mkdtempSync(join(tmpdir(), 'hengjian-tesseract-'));
    closers.push(() => rmSync(folder, { recursive: true }));
    const file = join(folder, 'tesseract');
    writeFileSync(file, `#!/bin/sh\n${body}\n`);
    chmodSync(file, 0o755);
    return file;
  }
  const head = 'level\\tpage_num\\tblock_num\\tpar_num\\tline_num\\tword_num\\tleft\\ttop\\twidth\\theight\\tconf\\ttext\\n';
  const table = [
    '4\\t1\\t1\\t1\\t1\\t0\\t100\\t50\\t400\\t40\\t-1\\t',
    '5\\t1\\t1\\t1\\t1\\t1\\t100\\t50\\t160\\t40\\t96.5\\t停车收费',
    '5\\t1\\t1\\t1\\t1\\t2\\t300\\t50\\t80\\t40\\t31\\t规定',
    '5\\t1\\t1\\t1\\t1\\t3\\t420\\t50\\t40\\t40\\t95\\tPDF',
    '5\\t1\\t1\\t1\\t1\\t4\\t470\\t50\\t30\\t40\\t95\\t17版',
  ].join('\\n');

  it('is given the picture, and each word that it reads keeps its place and its doubt', async () => {
    const found = await readWith(createTesseract(program(`cat >/dev/null; printf '${head}${table}\\n'`)));
    if (found.kind !== 'read') throw new Error(found.reason);
    expect(found.reading.text).toBe('停车收费规定PDF 17版');
    const [place] = originOf(found.reading.originMap, 4, 6);
    const points = 842 / scan.width;
    expect(place).toMatchObject({ kind: 'page', page: 1 });
    expect(place?.kind === 'page' && Math.round((place.boxes[0]?.x ?? 0) / points)).toBe(300);
    const doubts = found.reading.originMap.runs.flatMap(({ origin }) =>
      origin.kind === 'page' && origin.confidence !== undefined ? [origin.confidence] : [],
    );
    expect(doubts).toEqual([0.31]);
  });

  it('that fails leaves the file unread, with the reason', async () => {
    expect(await readWith(createTesseract(program('exit 3')))).toMatchObject({ kind: 'rejected', reason: 'recognition-failed' });
  });

  it('is asked for before anything is read with it', async () => {
    expect(await faultOf(requireTesseract('/nowhere/tesseract'))).toContain('本机没有 tesseract，');
    expect(await faultOf(requireTesseract(program('echo eng')))).toContain('tesseract chi_sim');
    await requireTesseract(program('echo eng; echo chi_sim'));
  });
});

describe('a recognition service', () => {
  const line = {
    rec_texts: ['停车收费规定'],
    rec_scores: [0.98],
    rec_polys: [
      [
        [100, 50],
        [500, 54],
        [500, 94],
        [100, 90],
      ],
    ],
  };
  const reply = (prunedResult: unknown) => ({
    errorCode: 0,
    errorMsg: 'Success',
    logId: '1',
    result: { ocrResults: [{ prunedResult, ocrImage: null }], dataInfo: {} },
  });

  /** Speaks the API of PaddleX; each answer is used once, the last one from then on. */
  async function service(answers: readonly { status?: number; body: unknown }[], maxGrade: Grade = 'internal') {
    const asked: Record<string, unknown>[] = [];
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      asked.push((await json(request)) as Record<string, unknown>);
      const { status = 200, body } = answers[Math.min(asked.length, answers.length) - 1] ?? { body: '' };
      response.writeHead(request.url === '/ocr' ? status : 404, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    };
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const settings = { engine: 'http', service: { url: new URL(`http://127.0.0.1:${port}/ocr`), maxGrade } } as const;
    const egress = createEgress({ rules: () => recognitionRules(settings), log: silentLog, authorities: [] });
    closers.push(
      () => egress.close(),
      () => server.close(),
    );
    return { asked, recognise: createPaddleService(settings.service, egress, [1, 1]) };
  }

  it('is sent each page as a picture, and what it reads keeps its place', async () => {
    const { asked, recognise } = await service([{ body: reply(line) }]);
    const found = await readWith(recognise, 'internal');
    expect(found).toMatchObject({ kind: 'read', reading: { text: '停车收费规定' } });
    expect(asked[0]).toMatchObject({ fileType: 1, useDocUnwarping: false, useDocOrientationClassify: false });
    const sent = await loadImage(Buffer.from(String(asked[0]?.['file']), 'base64'));
    expect([sent.width, sent.height]).toEqual([scan.width, scan.height]);
  });

  it.each([['sensitive' as const], [undefined]])('never receives a page of a grade that it may not (%s)', async (grade) => {
    const { asked, recognise } = await service([{ body: reply(line) }]);
    expect(await readWith(recognise, grade)).toMatchObject({ kind: 'rejected', reason: 'recognition-denied' });
    expect(asked).toEqual([]);
  });

  it('that is starting anew is asked again', async () => {
    const { recognise } = await service([{ status: 503, body: '' }, { body: reply(line) }]);
    expect(await readWith(recognise, 'public')).toMatchObject({ kind: 'read' });
  });

  it.each([
    ['has no place for a line', reply({ ...line, rec_polys: [] })],
    ['is of another kind', { text: '停车收费规定' }],
    ['says that it failed', { errorCode: 500, errorMsg: 'Internal server error' }],
    ['is too large', reply({ ...line, rec_texts: ['停'.repeat(4_000_000)] })],
  ])('whose reply %s is not believed', async (_, body) => {
    const { recognise } = await service([{ body }]);
    expect(await readWith(recognise, 'public')).toMatchObject({ kind: 'rejected', reason: 'recognition-failed' });
  });
});
