import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from './read-document.ts';
import { archiveFile, docxFile, docxParagraph, packageFile } from './test-files.ts';
import { mailFile } from './test-mail-files.ts';

async function read(bytes: Uint8Array, name = 'a.zip') {
  const outcome = await readDocument({ name, bytes });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome;
}
const notice = docxFile(docxParagraph('第一条　小型车每小时五元。'));

describe('an archive', () => {
  it('gives the texts of its files under their paths, without what systems add', async () => {
    const bytes = archiveFile({
      '通知/停车.docx': notice,
      '通知/表.csv': Buffer.from('部门,人数\n市医保局,12'),
      '__MACOSX/通知/._停车.docx': Buffer.of(0),
      '信.eml': mailFile({ text: '见附件。', attached: [{ name: '旧.txt', content: Buffer.from('旧附件。') }] }),
    });
    const { format, title, reading, passages, enclosed } = await read(bytes, '材料.zip');
    expect([format, title]).toEqual(['zip', '材料']);
    expect(reading.text).toBe(
      '通知/停车.docx\n第一条　小型车每小时五元。\n通知/表.csv\n部门 | 人数\n市医保局 | 12\n信.eml\n见附件。\n旧.txt\n旧附件。',
    );
    expect(passages.map(({ headingPath }) => headingPath)).toContainEqual(['信.eml', '旧.txt']);
    expect(enclosed?.map(({ name, depth }) => [name, depth])).toEqual([
      ['通知/停车.docx', 1],
      ['通知/表.csv', 1],
      ['信.eml', 1],
      ['旧.txt', 2],
    ]);
  });

  it('of office documents that are stored as they are is no office document', async () => {
    const bytes = archiveFile({ '停车.docx': docxFile(docxParagraph('每小时五元。')) });
    expect((await read(bytes)).format).toBe('zip');
    expect((await read(bytes, '材料')).format).toBe('zip');
    expect(await readDocument({ name: 'a.pdf', bytes })).toMatchObject({ reason: 'type-mismatch' });
  });

  it('names its files in the encoding of the system that packed them', async () => {
    // 通知 in GBK, where fflate wrote four letters.
    const bytes = Buffer.from(archiveFile({ 'ABCD.txt': Buffer.from('每小时五元。') }));
    for (let at = bytes.indexOf('ABCD'); at >= 0; at = bytes.indexOf('ABCD', at)) bytes.set(Buffer.from('cda8d6aa', 'hex'), at);
    expect((await read(new Uint8Array(bytes))).enclosed).toMatchObject([{ name: '通知.txt' }]);
  });

  it('says which files it could not read, and is rejected where it could read none', async () => {
    const locked = Buffer.from(archiveFile({ 'a.txt': Buffer.from('每小时五元。') }));
    locked.writeUInt8(1, locked.indexOf('PK\x01\x02') + 8);
    expect(await readDocument({ name: 'a.zip', bytes: new Uint8Array(locked) })).toEqual({
      kind: 'rejected',
      format: 'zip',
      reason: 'encrypted',
    });
    const mixed = archiveFile({ 'a.gif': Buffer.from('GIF89a'), 'b.txt': Buffer.from('每小时五元。') });
    expect((await read(mixed)).enclosed).toMatchObject([{ kind: 'rejected', reason: 'unsupported-format' }, { kind: 'read' }]);
  });

  it.each([
    ['that would lead out of its folder', archiveFile({ '../../b.txt': Buffer.from('每小时五元。') }), ['suspicious_path']],
    [
      'with a program in a document',
      archiveFile({ 'a.docm': docxFile('<w:p/>', { 'word/vbaProject.bin': 'x' }), 'b.txt': Buffer.from('五元。') }),
      [],
    ],
  ])('%s is flagged', async (_, bytes, flags) => {
    expect((await read(bytes)).flags).toEqual(flags);
  });

  it.each([
    ['a file that unpacks a thousandfold', archiveFile({ 'a.txt': new Uint8Array(5_000_000) }), 'decompression-bomb'],
    ['no files', archiveFile({}), 'empty'],
    [
      'archives in archives in archives',
      archiveFile({ 'a.zip': archiveFile({ 'b.zip': archiveFile({ 'c.txt': Buffer.from('五元。') }) }) }),
      'too-deep',
    ],
    ['a missing end', archiveFile({ 'a.txt': Buffer.from('五元。') }).subarray(0, 40), 'damaged'],
    ['an office document under a wrong name', packageFile({ 'xl/workbook.xml': '<workbook/>' }), 'empty'],
  ])('with %s is rejected', async (_, bytes, reason) => {
    expect(await readDocument({ name: 'a.zip', bytes })).toMatchObject({ kind: 'rejected', reason });
  });

  it('may be changed in any place: reading comes to an outcome', async () => {
    const files = [
      archiveFile({ 'a.docx': notice, 'b.zip': archiveFile({ 'c.txt': Buffer.from('五元。') }) }),
      mailFile({ text: '五元。', attached: [{ name: 'a.docx', content: notice }] }),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(9_000), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        async (file, changes) => {
          const bytes = file.slice();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          return ['read', 'rejected'].includes((await readDocument({ name: 'a', bytes })).kind);
        },
      ),
      { numRuns: 300 },
    );
  });
});
