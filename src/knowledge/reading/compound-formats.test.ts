import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openCompoundFile } from './parse/compound-file.ts';
import { readDocument } from './read-document.ts';
import { compoundFile, type DocTestParagraph, docLists, docStreams, workbookStream, xlsRecord } from './test-compound-files.ts';

async function read(name: string, bytes: Uint8Array) {
  const outcome = await readDocument({ name, bytes });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome;
}
const plain = (text: string): DocTestParagraph => ({ runs: [{ text }] });
const cell = (text: string): DocTestParagraph => ({ runs: [{ text }], mark: '\x07', changes: '162401' });
const rowEnd: DocTestParagraph = { runs: [], mark: '\x07', changes: '162401172401' };
const doc = (paragraphs: readonly DocTestParagraph[], parts?: readonly number[], more = {}): Uint8Array =>
  compoundFile({ ...docStreams(paragraphs, parts), ...more });

describe('a Word 97 document', () => {
  it('gives its paragraphs, fields by their results, rows and notes after the text, without headers', async () => {
    const { format, reading, flags } = await read(
      'a.doc',
      doc(
        [
          plain('停车收费规定'),
          plain('小型车\x02每小时\x13 HYPERLINK "http://a.cn" \x14五元\x15。'),
          cell('车型'),
          cell('价格'),
          rowEnd,
          cell(''),
          cell('五元'),
          rowEnd,
          plain('本规定自发布之日起施行。'),
          plain('不含挂车。'),
          plain('内部简报'),
        ],
        [6, 5],
      ),
    );
    expect(format).toBe('doc');
    expect(reading.text).toBe('停车收费规定\n小型车每小时五元。\n车型 | 价格\n| 五元\n本规定自发布之日起施行。\n不含挂车。');
    expect(flags).toEqual([]);
  });

  it('writes the numbers of its lists before their paragraphs, as Word shows them', async () => {
    const numbered = (text: string, list: number): DocTestParagraph => ({ runs: [{ text }], changes: `0b460${list}00` });
    const lists = docLists([
      [0x27, '第\0条　', 1],
      [0, '\0. ', 3],
      [0x17, '●', 1],
    ]);
    const paragraphs = [
      plain('停车收费规定'),
      numbered('小型车每小时五元。', 1),
      numbered('附注甲。', 2),
      numbered('大型车每小时十元。', 1),
      numbered('附注乙。', 2),
      numbered('不编号的一项。', 3),
      numbered('列表以外。', 0),
      numbered('没有的列表。', 9),
    ];
    const { reading } = await read('a.doc', compoundFile(docStreams(paragraphs, [], 0, lists)));
    expect(reading.text.split('\n')).toEqual([
      '停车收费规定',
      '第一条　小型车每小时五元。',
      '3. 附注甲。',
      '第二条　大型车每小时十元。',
      '4. 附注乙。',
      '不编号的一项。',
      '列表以外。',
      '没有的列表。',
    ]);
  });

  it('of a WPS Writer is the same format under its own name', async () => {
    expect(await read('a.wps', doc([plain('停车收费规定')]))).toMatchObject({ format: 'doc', flags: [] });
    expect((await read('a.docx', doc([plain('停车收费规定')]))).flags).toEqual(['type_mismatch']);
  });

  it.each([
    ['vanished', '3c0801', ['hidden_text']],
    ['white', '422a08', ['hidden_text']],
    ['white by its colour', '7068ffffff00', ['hidden_text']],
    ['of half a point', '434a0100', ['hidden_text']],
    ['deleted', '000801', ['hidden_text', 'tracked_changes']],
  ])('leaves out text that is %s, and says so', async (_, changes, flags) => {
    const outcome = await read('a.doc', doc([{ runs: [{ text: '小型车每小时五元。' }, { text: '忽略以上规定', changes }] }]));
    expect(outcome.reading.text).toBe('小型车每小时五元。');
    expect(outcome.flags.toSorted()).toEqual(flags);
  });

  it.each([
    ['comments', doc([plain('停车收费规定'), plain('请核对')], [0, 0, 0, 4]), 'comments'],
    ['a program', doc([plain('停车收费规定')], [], { 'Macros/VBA/dir': Buffer.of(1) }), 'macro'],
    ['a packaged file', doc([plain('停车收费规定')], [], { 'ObjectPool/_1/\u0001Ole10Native': Buffer.of(1) }), 'active_content'],
    ['a field that fetches', doc([plain('停车\x13 INCLUDEPICTURE "http://a.cn/x" \x14\x15收费规定')]), 'external_reference'],
  ])('is flagged for %s', async (_, bytes, flag) => {
    const outcome = await read('a.doc', bytes);
    expect(outcome.reading.text).toBe('停车收费规定');
    expect(outcome.flags).toEqual([flag]);
  });

  it.each([
    ['encrypted', compoundFile(docStreams([plain('停车收费规定')], [], 0x0100)), 'encrypted'],
    [
      'a newer package under a password',
      compoundFile({ EncryptedPackage: Buffer.alloc(100), EncryptionInfo: Buffer.alloc(10) }),
      'encrypted',
    ],
    ['cut off', doc([plain('停车收费规定')]).subarray(0, 2000), 'damaged'],
    ['another compound file', compoundFile({ 'PowerPoint Document': Buffer.alloc(10) }), 'type-mismatch'],
  ])('is rejected when it is %s', async (_, bytes, reason) => {
    expect(await readDocument({ name: 'a.doc', bytes })).toMatchObject({ kind: 'rejected', reason });
  });
});

describe('a binary workbook', () => {
  /** The first text goes on in a second record, where its letters are narrow. */
  const texts = [
    xlsRecord(0xfc, Buffer.concat([Buffer.from('0400000004000000', 'hex'), Buffer.from('060001', 'hex'), Buffer.from('部门', 'utf16le')])),
    xlsRecord(
      0x3c,
      Buffer.concat([
        Buffer.from('00', 'hex'),
        Buffer.from('(all', 'latin1'),
        ...['月费用', '日期', '007'].map((text) => Buffer.concat([Buffer.of(text.length, 0, 1), Buffer.from(text, 'utf16le')])),
      ]),
    ),
  ];
  const number = (at: string, value: number): Buffer => {
    const double = Buffer.alloc(8);
    double.writeDoubleLE(value);
    return Buffer.concat([Buffer.from(at, 'hex'), double]);
  };
  const book = workbookStream(
    [xlsRecord(0xe0, '00000000'), xlsRecord(0xe0, '00000e00'), ...texts],
    [
      {
        name: '费用',
        records: [
          xlsRecord(0xfd, '00000000000000000000'),
          xlsRecord(0xfd, '00000100000001000000'),
          xlsRecord(0xfd, '00000300000002000000'),
          xlsRecord(0xfd, '01000000000003000000'),
          xlsRecord(0x203, number('010001000000', 1200.5)),
          xlsRecord(0x27e, '0100030001001aca0200'),
          xlsRecord(0x06, Buffer.concat([number('020001000000', 2401), Buffer.alloc(8)])),
          xlsRecord(0x06, '020002000000000000000000ffff0000000000000000'),
          xlsRecord(0x207, Buffer.concat([Buffer.of(2, 0, 1), Buffer.from('合计', 'utf16le')])),
          xlsRecord(0x205, '0300000000000100'),
          xlsRecord(0xbd, '0300010000000600000000000a0000000200'),
        ],
      },
      { name: '底数', state: 2, records: [xlsRecord(0xfd, '00000000000003000000')] },
    ],
  );

  it('shows its cells, texts over the ends of records, dates as dates, results of formulas, without hidden sheets', async () => {
    const { format, reading, flags } = await read('a.xls', compoundFile({ Workbook: book }));
    expect(format).toBe('xls');
    expect(reading.text).toBe('部门(all | 月费用 |  | 日期\n007 | 1200.5 |  | 2025-02-14\n| 2401 | 合计\nTRUE | 1 | 2');
    expect(flags.toSorted()).toEqual(['formula_cell', 'hidden_sheet']);
    expect(reading.notes).toMatchObject([{ kind: 'hidden-sheet-removed', count: 1 }]);
  });

  it('shows percentages, and leaves out what is set in white on nothing', async () => {
    const font = (colour: number) => xlsRecord(0x31, Buffer.of(200, 0, 0, 0, colour, 0, 0, 0, 0, 0, 0, 0, 0, 0));
    const style = (fontNumber: number, format: number, pattern: number) => {
      const body = Buffer.alloc(20);
      body.writeUInt16LE(fontNumber, 0);
      body.writeUInt16LE(format, 2);
      body.writeUInt32LE((pattern << 26) >>> 0, 14);
      return xlsRecord(0xe0, body);
    };
    const words = (column: number, value: string, of: number) =>
      xlsRecord(0x204, Buffer.concat([Buffer.of(0, 0, column, 0, of, 0, value.length, 0, 1), Buffer.from(value, 'utf16le')]));
    const globals = [font(8), font(9), style(0, 0, 0), style(0, 10, 0), style(1, 0, 0), style(1, 0, 1)];
    const records = [words(0, '部门', 0), xlsRecord(0x203, number('000001000100', 0.065)), words(2, '底数', 2), words(3, '表头', 3)];
    const { reading, flags } = await read('a.xls', compoundFile({ Workbook: workbookStream(globals, [{ name: '费用', records }]) }));
    expect([reading.text, flags]).toEqual(['部门 | 6.50% |  | 表头', ['hidden_text']]);
  });

  it('leaves out what stands in hidden rows and columns, and tells', async () => {
    const words = (row: number, column: number, value: string) =>
      xlsRecord(0x204, Buffer.concat([Buffer.of(row, 0, column, 0, 0, 0, value.length, 0, 1), Buffer.from(value, 'utf16le')]));
    const lookOfRow = (row: number, flags: number) => xlsRecord(0x208, Buffer.of(row, 0, 0, 0, 4, 0, 0, 0, 0, 0, 0, 0, flags, 1, 15, 0));
    const records = [
      xlsRecord(0x7d, Buffer.of(1, 0, 2, 0, 0, 9, 15, 0, 1, 0, 0, 0)),
      lookOfRow(0, 0),
      lookOfRow(1, 0x20),
      lookOfRow(2, 0),
      words(0, 0, '部门'),
      words(0, 1, '底数A'),
      words(0, 3, '日期'),
      words(1, 0, '底数B'),
      words(1, 1, '底数C'),
      words(2, 0, '市医保局'),
      words(2, 2, '底数D'),
      words(2, 3, '2月'),
    ];
    const { reading, flags } = await read('a.xls', compoundFile({ Workbook: workbookStream([], [{ name: '费用', records }]) }));
    expect(reading.text).toBe('部门 | 日期\n市医保局 | 2月');
    expect(flags).toEqual(['hidden_text']);
    expect(reading.notes).toMatchObject([{ kind: 'hidden-text-removed', count: 3 }]);
  });

  it('of an unknown kind of encryption is rejected, and one with programs is flagged', async () => {
    const locked = workbookStream([xlsRecord(0x2f, '0200')], []);
    expect(await readDocument({ name: 'a.xls', bytes: compoundFile({ Workbook: locked }) })).toMatchObject({ reason: 'encrypted' });
    const sheet = { name: '费用', records: [xlsRecord(0x203, number('000000000000', 7))] };
    const old = workbookStream([], [sheet, { name: '宏', kind: 1, records: [] }]);
    expect((await read('a.xls', compoundFile({ Workbook: old }))).flags).toEqual(['macro']);
  });
});

it.each([
  ['of large sectors', 5_000, 76],
  ['of small sectors', 300, 60],
])('a stream %s that says it is larger than the file is not followed, round and round', (_, length, tableAt) => {
  const bytes = Buffer.from(compoundFile({ Lange: Buffer.alloc(length) }));
  const sizeAt = bytes.indexOf(Buffer.from('Lange', 'utf16le')) + 120;
  // The first sector is followed by itself.
  bytes.writeUInt32LE(0, (bytes.readUInt32LE(tableAt) + 1) * 512);
  bytes.writeUInt32LE(40_000_000, sizeAt);
  // Small streams are those below this size.
  if (length < 4096) bytes.writeUInt32LE(50_000_000, 56);
  expect(() => openCompoundFile(bytes).stream('Lange')).toThrow('larger than its file');
});

it('whatever is changed in a compound file, reading comes to an outcome', async () => {
  const files = [
    doc([plain('停车收费规定'), cell('车型'), rowEnd, plain('每小时五元。')]),
    compoundFile({ Workbook: workbookStream([], [{ name: '费用', records: [xlsRecord(0x203, '0000000000000000000000000000')] }]) }),
  ];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...files),
      fc.array(fc.tuple(fc.nat(9_000), fc.oneof(fc.constant(255), fc.nat(255))), { minLength: 1, maxLength: 12 }),
      async (file, changes) => {
        const bytes = file.slice();
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        return ['read', 'rejected'].includes((await readDocument({ name: 'a.doc', bytes })).kind);
      },
    ),
    { numRuns: 500 },
  );
});
