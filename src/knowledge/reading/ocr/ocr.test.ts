import { afterAll, describe, expect, it } from 'vitest';
import { createReaderWithOcr, readWhole } from '../read-with-ocr.ts';
import { originOf } from '../origin-map.ts';
import type { ReadOutcome } from '../reading.ts';
import { docxFile, docxParagraph, packageFile } from '../test-files.ts';
import { drawScan, laidDown, savedJbig2, scannedPdf } from '../test-scans.ts';
import { tiffFile, tiffPage } from '../test-tiff-files.ts';

const notice = [
  ['云山市人民政府文件', 26, 170],
  ['云政发〔2024〕3号', 16, 220],
  ['云山市人民政府关于印发停车管理办法的通知', 20, 60],
  ['各县（区）人民政府，市政府各单位：', 16],
  ['公共停车场的收费标准由物价局公布，收费单位', 16, 72],
  ['应当在现场公示。本办法自2024年5月1日起施行。', 16],
  ['2024年3月8日', 16, 380],
] as const;

const reader = createReaderWithOcr({ children: 1, ocr: 'ppocr' });
afterAll(() => reader.close());

const written = 'BT /F 16 Tf 60 700 Td (Parking costs five yuan an hour in all public car parks.) Tj ET';

type Read = Extract<ReadOutcome, { kind: 'read' }>;
async function read(name: string, bytes: Uint8Array, onPage?: (done: number, pages: number) => void): Promise<Read> {
  const outcome = await readWhole(reader, { name, bytes }, onPage);
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome;
}

/** A written page, and one that is a picture in a file of this name. */
function scannedOfd(name: string, picture: Uint8Array): Uint8Array {
  const page = (content: string): string => `<ofd:Page><ofd:Content><ofd:Layer>${content}</ofd:Layer></ofd:Content></ofd:Page>`;
  return packageFile({
    'OFD.xml': '<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
    'Doc_0/Document.xml':
      '<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>DocumentRes.xml</ofd:DocumentRes></ofd:CommonData>' +
      '<ofd:Pages><ofd:Page BaseLoc="Pages/0.xml"/><ofd:Page BaseLoc="Pages/1.xml"/></ofd:Pages></ofd:Document>',
    'Doc_0/DocumentRes.xml': `<ofd:Res BaseLoc="Res"><ofd:MultiMedias><ofd:MultiMedia ID="7" Type="Image"><ofd:MediaFile>${name}</ofd:MediaFile></ofd:MultiMedia></ofd:MultiMedias></ofd:Res>`,
    [`Doc_0/Res/${name}`]: picture,
    'Doc_0/Pages/0.xml': page(
      '<ofd:TextObject Boundary="28 40 160 8" Size="5.6"><ofd:TextCode X="0" Y="6" DeltaX="g 16 5.6">小型车停放一小时收费五元，大型车十元。</ofd:TextCode></ofd:TextObject>',
    ),
    'Doc_0/Pages/1.xml': page('<ofd:ImageObject Boundary="0 50 210 135.5" CTM="210 0 0 135.5 0 0" ResourceID="7"/>'),
  });
}

describe('text recognition', { timeout: 120_000 }, () => {
  it('reads a picture that was laid down askew, with its number and its days', async () => {
    const found = await read('扫描.png', drawScan(notice, 1.5).png);
    expect(found).toMatchObject({
      format: 'image',
      flags: ['no_text_layer', 'ocr'],
      facts: { documentNumber: '云政发〔2024〕3号', publishedOn: '2024-03-08', effectiveOn: '2024-05-01' },
    });
    expect(found.reading.text).toContain('公共停车场的收费标准由物价局公布，收费单位应当在现场公示。');
  });

  it('reads a PDF of scans page by page, tells how far it is, and finds each sentence again on its page', async () => {
    const seen: string[] = [];
    const second = drawScan([['临时停车不收费，但不得超过十五分钟。', 16]]);
    const found = await read('扫描.pdf', scannedPdf([drawScan(notice), second]), (done, pages) => seen.push(`${done}/${pages}`));
    expect(seen).toEqual(['1/2', '2/2']);
    const at = found.reading.text.indexOf('临时停车');
    const [span] = originOf(found.reading.originMap, at, at + 8);
    expect(span).toMatchObject({ kind: 'page', page: 2 });
    const [box] = span?.kind === 'page' ? span.boxes : [];
    // Drawn from 40 points on, at 60 pixels and 1.8 letters from the top.
    expect(Math.abs((box?.x ?? 0) - 40)).toBeLessThan(12);
    expect(Math.abs((box?.y ?? 0) - (60 * 72) / 150 - 0.8 * 16)).toBeLessThan(16);
  });

  it('reads the scans in an OFD file between its written pages, and finds each sentence again on its page', async () => {
    const bytes = scannedOfd('scan.png', drawScan([['临时停车不收费，但不得超过十五分钟。', 16]]).png);
    const found = await read('扫描.ofd', bytes);
    expect(found).toMatchObject({ format: 'ofd', flags: ['no_text_layer', 'ocr'] });
    expect(found.reading.text).toContain('大型车十元。');
    const at = found.reading.text.indexOf('临时停车不收费，但不得超过十五分钟。');
    const [span] = originOf(found.reading.originMap, at, at + 8);
    expect(span).toMatchObject({ kind: 'page', page: 2 });
    const [box] = span?.kind === 'page' ? span.boxes : [];
    // In points: the picture begins 50 mm from the top, its text 60 pixels and 0.8 letters further down.
    const top = (50 * 72) / 25.4 + (60 * 72) / 150 + 0.8 * 16;
    expect(Math.abs((box?.x ?? 0) - 40)).toBeLessThan(12);
    expect(Math.abs((box?.y ?? 0) - top)).toBeLessThan(16);
  });

  it.each(['scan', 'scan-symbols'] as const)('reads a page that was packed as JBIG2, in an OFD file and in a PDF: %s', async (name) => {
    const saved = savedJbig2(name);
    const [ofd, pdf] = [await read('扫描.ofd', scannedOfd('scan.jb2', saved.jbig2)), await read('扫描.pdf', scannedPdf([saved]))];
    for (const found of [ofd, pdf]) {
      expect(found.reading.text).toContain('小型车在一类区域每小时五元。');
      expect(found.reading.text).toContain('大型车每小时十元。');
    }
  });

  it('reads the pages of a TIFF, upright whichever way they lay in the scanner, and finds each sentence again on its page', async () => {
    const seen: string[] = [];
    const short = drawScan([['临时停车不收费，但不得超过十五分钟。', 16]]);
    const pages = [drawScan(notice), laidDown(short, 90), laidDown(short, 180), laidDown(short, 270)];
    const bytes = tiffFile(pages.map(({ canvas }, index) => tiffPage(canvas, index === 0 ? 1 : 8)));
    const found = await read('扫描.tif', bytes, (done, all) => seen.push(`${done}/${all}`));
    expect(seen).toEqual(['1/4', '2/4', '3/4', '4/4']);
    expect(found).toMatchObject({ format: 'image', facts: { documentNumber: '云政发〔2024〕3号' } });
    // What turns each page upright again.
    expect(found.pages?.map(({ turn }) => turn)).toEqual([undefined, 270, 180, 90]);
    const heights = found.pages?.map(({ height }) => Math.round(height));
    expect(heights).toEqual(Array.from({ length: 4 }, () => Math.round((842 * short.height) / short.width)));
    const places = [...found.reading.text.matchAll(/临时停车/g)].flatMap(({ index }) =>
      originOf(found.reading.originMap, index, index + 4),
    );
    expect(places.map((span) => span.kind === 'page' && span.page)).toEqual([2, 3, 4]);
    const lefts = places.map((span) => (span.kind === 'page' ? (span.boxes[0]?.x ?? 0) : 0));
    for (const left of lefts) expect(Math.abs(left - (40 * (150 / 72) * 842) / short.width)).toBeLessThan(16);
  });

  it('reads a page in two columns down the one and then down the other, and what runs across them in its place', async () => {
    const left = [
      '公共停车场的收费标准由市物',
      '价局会同交通局共同制定并且',
      '公布，收费单位应当在大门处',
      '用统一的标牌公示，不得随意',
      '变更已经公示的收费标准，违',
      '反规定的由物价局责令改正。',
    ];
    const right = [
      '停放时间不足十五分钟的车辆',
      '一律免费，超过十五分钟的按',
      '照一个小时计算，每日累计不',
      '得超过三十元，夜间停放另行',
      '规定，具体办法由交通局会同',
      '公安局另行制定并报市政府。',
    ];
    const scan = drawScan([['云山市停车收费规定的说明和解释以及施行日期', 20, 60]], 0.6);
    const context = scan.canvas.getContext('2d');
    const draw = (lines: readonly string[], x: number, from: number): void =>
      lines.forEach((text, index) => context.fillText(text, x, from + index * 62));
    context.font = context.font.replace(/^[\d.]+px/, '33px');
    draw(left, 80, 240);
    draw(right, 660, 252);
    const found = await read('两栏.png', scan.canvas.toBuffer('image/png'));
    const text = found.reading.text.replaceAll('\n', '');
    expect(text).toContain('用统一的标牌公示，不得随意变更已经公示的收费标准，违反规定的由物价局责令改正。');
    expect(text).toContain('每日累计不得超过三十元，夜间停放另行规定，具体办法由交通局会同公安局另行制定并报市政府。');
    expect(text.indexOf('停放时间不足')).toBeGreaterThan(text.indexOf('责令改正'));
  });

  it('reads a page in three columns down each, from the left', async () => {
    const columns = [
      [
        '停车收费标准由市物价局',
        '会同市交通局制定，并且',
        '在政府网站公布，收费的',
        '单位应当在现场设置标牌',
        '不得随意变更收费的标准',
        '违反的由物价局责令改正',
      ],
      [
        '停放不足十五分钟的免费',
        '超过十五分钟不足一小时',
        '按一小时计算，每日累计',
        '不得超过三十元，夜间的',
        '停放按次收费每次两元整',
        '节假日与平日的标准相同',
      ],
      [
        '军车警车消防车以及救护',
        '车执行任务时免收停车费',
        '残疾人驾驶的专用机动车',
        '凭证免收首两小时停车费',
        '具体办法由市残联会同市',
        '公安局制定并报市政府。',
      ],
    ];
    const scan = drawScan([['云山市停车收费规定的说明和解释以及施行日期', 20, 60]], 0.4);
    const context = scan.canvas.getContext('2d');
    context.font = context.font.replace(/^[\d.]+px/, '31px');
    columns.forEach((lines, column) =>
      lines.forEach((text, index) => context.fillText(text, 60 + column * 390, 240 + column * 8 + index * 62)),
    );
    const found = await read('三栏.png', scan.canvas.toBuffer('image/png'));
    const text = found.reading.text.replaceAll('\n', '');
    expect(text).toContain('收费的单位应当在现场设置标牌不得随意变更收费的标准');
    expect(text).toContain('每日累计不得超过三十元，夜间的停放按次收费每次两元整');
    expect(text).toContain('残疾人驾驶的专用机动车凭证免收首两小时停车费');
    const places = ['由物价局', '停放不足', '标准相同', '军车警车'].map((said) => text.indexOf(said));
    expect(places).toEqual(places.toSorted((one, other) => one - other));
    expect(Math.min(...places)).toBeGreaterThan(0);
  });

  it('leaves files with text of their own alone', async () => {
    expect((await read('a.docx', docxFile(docxParagraph('停车收费规定')))).flags).toEqual([]);
  });

  it('takes a short page of a written document for what it is', async () => {
    const found = await read('a.pdf', scannedPdf([written, 'BT /F 16 Tf 60 700 Td (The end) Tj ET', '']));
    expect(found.flags).toEqual([]);
  });

  it('reads a scan among written pages', async () => {
    const scan = drawScan([['临时停车不收费，但不得超过十五分钟。', 16]]);
    const found = await read('a.pdf', scannedPdf([written, scan]));
    expect(found.flags).toEqual(['no_text_layer', 'ocr']);
    expect(found.reading.text).toMatch(/^Parking costs five yuan.*临时停车不收费/s);
  });

  it('finds nothing in a picture without text, and says so', async () => {
    expect(await readWhole(reader, { name: 'a.png', bytes: drawScan([]).png })).toMatchObject({
      kind: 'rejected',
      reason: 'no-text-layer',
    });
  });

  it('keeps a page of a PDF upright that was scanned lying', async () => {
    const lying = laidDown(drawScan(notice), 90);
    const found = await read('扫描.pdf', scannedPdf([lying]));
    expect(found.facts.documentNumber).toBe('云政发〔2024〕3号');
    expect(found.pages).toEqual([expect.objectContaining({ turn: 270 })]);
    expect(found.pages?.[0]?.width).toBeGreaterThan(found.pages?.[0]?.height ?? 0);
  });

  it('refuses a picture that is cut off', async () => {
    const { png } = drawScan(notice);
    expect(await readWhole(reader, { name: 'a.png', bytes: png.slice(0, 20) })).toMatchObject({ kind: 'rejected', reason: 'damaged' });
  });
});
