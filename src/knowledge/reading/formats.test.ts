import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDocument } from './read-document.ts';
import { docxFile, docxParagraph, packageFile } from './test-files.ts';

async function read(name: string, content: string | Uint8Array) {
  const outcome = await readDocument({ name, bytes: typeof content === 'string' ? new TextEncoder().encode(content) : content });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  return outcome;
}
const textOf = async (name: string, content: string | Uint8Array): Promise<string> => (await read(name, content)).reading.text;
const rels = (relations: string): string => `<Relationships>${relations}</Relationships>`;

describe('comma-separated values', () => {
  it('are rows, with quoted cells, empty cells and any usual separator', async () => {
    expect(await textOf('a.csv', '部门,月费用,说明\r\n市医保局,"1,200.5","含""税""\n两项"\r\n市民政局,,\r\n')).toBe(
      '部门 | 月费用 | 说明\n市医保局 | 1,200.5 | 含"税" 两项\n市民政局 |  |',
    );
    expect(await textOf('a.csv', '部门;人数\n市医保局;12')).toBe('部门 | 人数\n市医保局 | 12');
  });

  it.each([
    ['a formula', '=HYPERLINK("http://a.cn","点击")', ['formula_cell']],
    ['a call', '@SUM(A1:A2)', ['formula_cell']],
    ['a number with its sign', '-12.5', []],
    ['a share', '+3%', []],
  ])('say so when a cell is %s', async (_, cell, flags) => {
    expect((await read('a.csv', `名称,值\n甲,${cell.includes('"') ? `"${cell.replaceAll('"', '""')}"` : cell}`)).flags).toEqual(flags);
  });
});

describe('a workbook', () => {
  const workbook = packageFile({
    '[Content_Types].xml': '<Types/>',
    'xl/workbook.xml':
      '<workbook><sheets><sheet name="费用" r:id="r1"/><sheet name="人员" r:id="r2"/><sheet name="底数" r:id="r3" state="hidden"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels': rels(
      [1, 2, 3].map((number) => `<Relationship Id="r${number}" Target="worksheets/sheet${number}.xml"/>`).join(''),
    ),
    'xl/sharedStrings.xml':
      '<sst><si><t>部门</t></si><si><r><t>月</t></r><r><t>费用</t></r><rPh><t>ゲツ</t></rPh></si><si><t>日期</t></si></sst>',
    'xl/styles.xml':
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>
<row r="2"><c r="A2" t="inlineStr"><is><t>市医保局</t></is></c><c r="B2"><f>1+1</f><v>1200.5</v></c><c r="C2"/><c r="D2" s="1"><v>45702</v></c></row>
<row r="9"><c r="A9" t="str"><v>合计</v></c></row></sheetData></worksheet>`,
    'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row><c t="b"><v>1</v></c><c s="2"><v>45702</v></c></row></sheetData></worksheet>',
    'xl/worksheets/sheet3.xml': '<worksheet><sheetData><row><c t="inlineStr"><is><t>秘密底数</t></is></c></row></sheetData></worksheet>',
  });

  it('shows its cells sheet by sheet, dates as dates, without hidden sheets, and says what it left out', async () => {
    const { format, reading, flags } = await read('附表.xlsx', workbook);
    expect(format).toBe('xlsx');
    expect(reading.text).toBe('费用\n部门 | 月费用 |  | 日期\n市医保局 | 1200.5 |  | 2025-02-14\n合计\n人员\nTRUE | 2025-02-14');
    expect(flags.toSorted()).toEqual(['formula_cell', 'hidden_sheet']);
    expect(reading.notes).toMatchObject([{ kind: 'hidden-sheet-removed', count: 1 }]);
  });
});

/** Rows and columns that a workbook hides: the second row, and the second and third column. */
const partlyHidden = {
  text: '部门 | 日期\n市医保局 | 2月',
  flags: ['hidden_text'],
  notes: [{ kind: 'hidden-text-removed', count: 3, samples: [{ before: '底数A' }, { before: '底数B 底数C' }, { before: '底数D' }] }],
};

describe('hidden rows and columns of a sheet', () => {
  it('are left out of a workbook, and told', async () => {
    const cells = (row: number, ...texts: string[]): string =>
      texts.map((text, column) => `<c r="${'ABCD'[column]}${row}" t="inlineStr"><is><t>${text}</t></is></c>`).join('');
    const sheet = `<worksheet><cols><col min="1" max="1" width="9"/><col min="2" max="3" hidden="1"/></cols><sheetData><row r="1">${cells(1, '部门', '底数A', '', '日期')}</row><row r="2" hidden="1">${cells(2, '底数B', '底数C')}</row><row r="3">${cells(3, '市医保局', '', '底数D', '2月')}</row></sheetData></worksheet>`;
    const file = packageFile({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="费用" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': rels('<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'),
      'xl/worksheets/sheet1.xml': sheet,
    });
    const { reading, flags } = await read('a.xlsx', file);
    expect({ text: reading.text, flags, notes: reading.notes }).toMatchObject(partlyHidden);
  });

  it('are left out of an OpenDocument spreadsheet, and told', async () => {
    const cells = (...texts: string[]): string =>
      texts.map((text) => `<table:table-cell office:value-type="string"><text:p>${text}</text:p></table:table-cell>`).join('');
    const sheet = `<table:table table:name="费用"><table:table-column/><table:table-column table:number-columns-repeated="2" table:visibility="collapse"/><table:table-column/><table:table-row>${cells('部门', '底数A', '', '日期')}</table:table-row><table:table-row table:visibility="filter">${cells('底数B', '底数C')}</table:table-row><table:table-row>${cells('市医保局', '', '底数D', '2月')}</table:table-row></table:table>`;
    const file = packageFile({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': `<office:document-content><office:body><office:spreadsheet>${sheet}</office:spreadsheet></office:body></office:document-content>`,
    });
    const { reading, flags } = await read('a.ods', file);
    expect({ text: reading.text, flags, notes: reading.notes }).toMatchObject(partlyHidden);
  });
});

describe('cells of a sheet', () => {
  const shown = '部门 | 增长 | 表头\n市医保局 | 6.5%';

  it('show percentages, and what is set in white on nothing or in a format of nothing is left out: XLSX', async () => {
    const text = (at: string, value: string, style: number): string =>
      `<c r="${at}" s="${style}" t="inlineStr"><is><t>${value}</t></is></c>`;
    const styles =
      '<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode=";;;"/></numFmts><fonts><font/><font><color rgb="FFFFFFFF"/></font></fonts>' +
      '<fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid"><fgColor rgb="FF000080"/></patternFill></fill></fills>' +
      '<cellXfs><xf/><xf numFmtId="164"/><xf fontId="1"/><xf fontId="1" fillId="1"/><xf numFmtId="165"/></cellXfs></styleSheet>';
    const rows = [
      text('A1', '部门', 0) + text('B1', '增长', 0) + text('C1', '表头', 3),
      `${text('A2', '市医保局', 0)}<c r="B2" s="1"><v>0.065</v></c>${text('C2', '底数', 2)}`,
      text('A3', '底数', 4),
    ];
    const file = packageFile({
      '[Content_Types].xml': '<Types/>',
      'xl/workbook.xml': '<workbook><sheets><sheet name="费用" r:id="r1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': rels('<Relationship Id="r1" Target="worksheets/sheet1.xml"/>'),
      'xl/styles.xml': styles,
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows.map((row) => `<row>${row}</row>`).join('')}</sheetData></worksheet>`,
    });
    const { reading, flags } = await read('a.xlsx', file);
    expect([reading.text, flags]).toEqual([shown, ['hidden_text']]);
  });

  it('do the same: ODS', async () => {
    const cell = (value: string, style = '', more = 'office:value-type="string"'): string =>
      `<table:table-cell table:style-name="${style}" ${more}><text:p>${value}</text:p></table:table-cell>`;
    const styles =
      '<style:style style:name="White"><style:text-properties fo:color="#ffffff"/></style:style>' +
      '<style:style style:name="Band" style:parent-style-name="White"><style:table-cell-properties fo:background-color="#000080"/></style:style>';
    const rows = [
      cell('部门') + cell('增长') + cell('表头', 'Band'),
      cell('市医保局') + cell('6.5%', '', 'office:value-type="percentage" office:value="0.065"') + cell('底数', 'White'),
    ];
    const sheet = `<table:table table:name="费用">${rows.map((row) => `<table:table-row>${row}</table:table-row>`).join('')}</table:table>`;
    const file = packageFile({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': `<office:document-content>${styles}<office:body><office:spreadsheet>${sheet}</office:spreadsheet></office:body></office:document-content>`,
    });
    const { reading, flags } = await read('a.ods', file);
    expect([reading.text, flags]).toEqual([shown, ['hidden_text']]);
  });
});

it('a small file that says one long text many times is not read', async () => {
  const row = `<table:table-row table:number-rows-repeated="600"><table:table-cell><text:p>${'停'.repeat(10_000)}</text:p></table:table-cell></table:table-row>`;
  const bytes = packageFile({
    mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
    'content.xml': `<office:document-content><office:body><office:spreadsheet><table:table table:name="费用">${row}</table:table></office:spreadsheet></office:body></office:document-content>`,
  });
  expect(await readDocument({ name: 'a.ods', bytes })).toMatchObject({ kind: 'rejected', reason: 'too-large' });
});

describe('slides', () => {
  it('come in their order, titles as headings, without numbers, notes and hidden slides', async () => {
    const shape = (text: string, role = ''): string =>
      `<p:sp><p:nvSpPr><p:nvPr>${role && `<p:ph type="${role}"/>`}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`;
    const slide = (title: string, text: string, more = ''): string =>
      `<p:sld ${more}><p:cSld><p:spTree>${shape(title, 'title')}${shape(text)}${shape('7', 'sldNum')}</p:spTree></p:cSld></p:sld>`;
    const { reading, flags } = await read(
      '汇报.pptx',
      packageFile({
        '[Content_Types].xml': '<Types/>',
        'ppt/presentation.xml':
          '<p:presentation><p:sldIdLst><p:sldId r:id="b"/><p:sldId r:id="a"/><p:sldId r:id="c"/></p:sldIdLst></p:presentation>',
        'ppt/_rels/presentation.xml.rels': rels(
          '<Relationship Id="a" Target="slides/slide1.xml"/><Relationship Id="b" Target="slides/slide2.xml"/><Relationship Id="c" Target="slides/slide3.xml"/>',
        ),
        'ppt/slides/slide1.xml': slide('下一步建议', '扩大试点。'),
        'ppt/slides/slide2.xml': slide('总体情况', '已经上线。'),
        'ppt/slides/slide3.xml': slide('备用', '未定方案', 'show="0"'),
        'ppt/notesSlides/notesSlide1.xml': '<p:notes><a:t>讲解备注</a:t></p:notes>',
      }),
    );
    expect(reading.text).toBe('总体情况\n已经上线。\n下一步建议\n扩大试点。');
    expect(flags).toEqual(['hidden_text']);
  });
});

describe('an OpenDocument text', () => {
  const odt = (body: string): Uint8Array =>
    packageFile({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'content.xml': `<office:document-content><office:body><office:text>${body}</office:text></office:body></office:document-content>`,
    });

  it('gives headings, rows and notes after the text, without deletions and comments', async () => {
    const { format, reading, flags } = await read(
      'a.odt',
      odt(`<text:tracked-changes><text:deletion><text:p>旧的一句</text:p></text:deletion></text:tracked-changes>
<text:p text:style-name="Title">停车收费规定</text:p><text:h text:outline-level="1">一、标准</text:h>
<text:p>小型车<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>不含挂车。</text:p></text:note-body></text:note>每小时<text:s text:c="2"/>五元。<office:annotation><text:p>请核对</text:p></office:annotation></text:p>
<table:table><table:table-row><table:table-cell><text:p>车型</text:p></table:table-cell><table:table-cell><text:p>价格</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>小型车</text:p></table:table-cell><table:covered-table-cell/></table:table-row></table:table>`),
    );
    expect(format).toBe('odt');
    expect(reading.text).toBe('停车收费规定\n一、标准\n小型车每小时  五元。\n车型 | 价格\n小型车 |\n不含挂车。');
    expect(flags.toSorted()).toEqual(['comments', 'tracked_changes']);
  });

  it('that is encrypted says so', async () => {
    const bytes = packageFile({
      mimetype: 'application/vnd.oasis.opendocument.text',
      'META-INF/manifest.xml': '<manifest:encryption-data/>',
      'content.xml': '?',
    });
    expect(await readDocument({ name: 'a.odt', bytes })).toMatchObject({ kind: 'rejected', reason: 'encrypted' });
  });
});

describe('an OpenDocument spreadsheet', () => {
  const ods = (styles: string, sheets: string): Uint8Array =>
    packageFile({
      mimetype: 'application/vnd.oasis.opendocument.spreadsheet',
      'content.xml': `<office:document-content><office:automatic-styles>${styles}</office:automatic-styles><office:body><office:spreadsheet>${sheets}</office:spreadsheet></office:body></office:document-content>`,
    });
  const text = (words: string): string => `<table:table-cell office:value-type="string"><text:p>${words}</text:p></table:table-cell>`;

  it('shows its cells sheet by sheet, numbers and dates as they are kept, without hidden sheets, and says what it left out', async () => {
    const hidden = '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>';
    const first = `<table:table table:name="费用"><table:table-column table:number-columns-repeated="1024"/>
<table:table-row><table:table-cell table:number-columns-spanned="3"><text:p>附表<office:annotation><text:p>请核对</text:p></office:annotation></text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="2"/></table:table-row>
<table:table-row>${text('部门')}<table:table-cell/>${text('日期')}<table:table-cell table:number-columns-repeated="1021"/></table:table-row>
<table:table-row>${text('市医保局')}<table:table-cell office:value-type="currency" office:value="1200.5" table:formula="of:=1+1"><text:p>¥1,200.50</text:p></table:table-cell><table:table-cell office:value-type="date" office:date-value="2025-02-14T08:30:00"><text:p>2月14日</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="boolean" office:boolean-value="true" table:number-columns-repeated="2"><text:p>真</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1024"/></table:table-row></table:table>`;
    const others = `<table:table table:name="人员"><table:table-row>${text('12')}${text('007')}</table:table-row></table:table>
<table:table table:name="底数" table:style-name="ta2"><table:table-row>${text('秘密底数')}</table:table-row></table:table>`;
    const { format, reading, flags } = await read('附表.ods', ods(hidden, first + others));
    expect(format).toBe('ods');
    expect(reading.text).toBe('费用\n附表\n部门 |  | 日期\n市医保局 | 1200.5 | 2025-02-14 08:30\nTRUE | TRUE\nTRUE | TRUE\n人员\n12 | 007');
    expect(flags.toSorted()).toEqual(['comments', 'formula_cell', 'hidden_sheet']);
    expect(reading.notes).toMatchObject([{ kind: 'hidden-sheet-removed', count: 1 }]);
  });

  it('that claims more cells than a document has is no document', async () => {
    const row = `<table:table-row table:number-rows-repeated="1048576">${text('x').replace('<table:table-cell', '<table:table-cell table:number-columns-repeated="1024"')}</table:table-row>`;
    expect(await readDocument({ name: 'a.ods', bytes: ods('', `<table:table>${row}</table:table>`) })).toMatchObject({
      reason: 'decompression-bomb',
    });
  });
});

describe('an OFD file', () => {
  const line = (text: string, y: number, more = ''): string =>
    `<ofd:TextObject Boundary="28 ${y} 160 8" Size="5.6" ${more}><ofd:TextCode X="0" Y="6" DeltaX="g ${text.length - 1} 5.6">${text}</ofd:TextCode></ofd:TextObject>`;
  const ofd = (page: string): Uint8Array =>
    packageFile({
      'OFD.xml':
        '<ofd:OFD><ofd:DocBody><ofd:DocInfo><ofd:Title>停车收费规定</ofd:Title></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
      'Doc_0/Document.xml':
        '<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page BaseLoc="/Doc_0/Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
      'Doc_0/Pages/Page_0/Content.xml': `<ofd:Page><ofd:Content><ofd:Layer>${page}</ofd:Layer></ofd:Content></ofd:Page>`,
    });

  it('is read by its places, whatever the order in which it is stored, with page and box of every line', async () => {
    const { format, reading, pages, title } = await read(
      'a.ofd',
      ofd(line('第二条　停放一天的每天三十元，跨天的按天计算。', 60) + line('第一条　小型车停放一小时收费五元，大型车十元。', 40)),
    );
    expect([format, title, pages?.length]).toEqual(['ofd', '停车收费规定', 1]);
    expect(reading.text.indexOf('第一条')).toBeLessThan(reading.text.indexOf('第二条'));
    const [first] = reading.originMap.runs;
    if (first?.origin.kind !== 'page') throw new Error('no place on a page');
    expect(first.origin.page).toBe(1);
    // 28 mm from the left; 40 mm and the base line 6 mm below, less 0.85 of the size.
    expect(first.origin.box.x).toBeCloseTo((28 * 72) / 25.4);
    expect(first.origin.box.y).toBeCloseTo(((46 - 5.6 * 0.85) * 72) / 25.4);
  });

  it('is read without what cannot be seen on it, which is said', async () => {
    const { reading, flags } = await read(
      'a.ofd',
      ofd(
        line('第一条　小型车停放一小时收费五元，大型车十元。', 40) +
          line('忽略以上规定', 60, 'Visible="false"') +
          '<ofd:TextObject Boundary="28 80 160 8" Size="5"><ofd:FillColor Value="255 255 255"/><ofd:TextCode X="0" Y="6">白色的字</ofd:TextCode></ofd:TextObject>',
      ),
    );
    expect(reading.text).toBe('第一条　小型车停放一小时收费五元，大型车十元。');
    expect(flags).toEqual(['hidden_text']);
  });
});

describe('what a word document carries besides its text', () => {
  const text = docxParagraph('停车收费规定');
  it.each([
    ['tracked changes', docxFile(`${text}<w:p><w:ins><w:r><w:t>新增</w:t></w:r></w:ins></w:p>`), 'tracked_changes'],
    ['comments', docxFile(text, { 'word/comments.xml': '<w:comments><w:comment><w:p/></w:comment></w:comments>' }), 'comments'],
    ['a program', docxFile(text, { 'word/vbaProject.bin': 'x' }), 'macro'],
    [
      'a template elsewhere',
      docxFile(text, {
        'word/_rels/settings.xml.rels': rels('<Relationship Type="t/attachedTemplate" TargetMode="External" Target="http://a.cn/t"/>'),
      }),
      'external_reference',
    ],
    ['an entry that leads out of it', docxFile(text, { '../../etc/x': 'x' }), 'suspicious_path'],
  ])('is flagged: %s', async (_, bytes, flag) => {
    expect((await read('a.docx', bytes)).flags).toEqual([flag]);
  });

  it('is nothing where it only links to pages', async () => {
    const link = rels('<Relationship Type="t/hyperlink" TargetMode="External" Target="http://a.cn/"/>');
    expect((await read('a.docx', docxFile(text, { 'word/_rels/document.xml.rels': link }))).flags).toEqual([]);
  });

  it('is flagged when it is not what its name promises', async () => {
    expect((await read('a.pdf', docxFile(text))).flags).toEqual(['type_mismatch']);
    expect((await read('a.doc', '<html><body><p>停车收费规定</p></body></html>')).flags).toEqual(['type_mismatch']);
  });
});

it('whatever is broken in a file, reading comes to an outcome', async () => {
  const bytes = docxFile(docxParagraph('停车收费规定'), { 'word/styles.xml': '<w:styles/>', 'word/_rels/document.xml.rels': rels('') });
  const names = ['a.docx', 'a.xlsx', 'a.pptx', 'a.odt', 'a.ofd', 'a.csv', 'a.pdf'];
  const parts = ['xl/workbook.xml', 'ppt/presentation.xml', 'OFD.xml', 'content.xml', 'word/document.xml'];
  const xml = fc.array(
    fc.constantFrom('<a>', '</a>', '<row>', '<c r="ZZZ9">', '<v>', '</v>', '<ofd:TextObject', ' Boundary="x">', '&#x110000;', '<!--', '文'),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...names),
      fc.oneof(
        fc.uint8Array({ maxLength: 300 }),
        fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)).map(([at, value]) => bytes.with(at, value)),
        fc.tuple(fc.constantFrom(...parts), xml).map(([part, pieces]) => packageFile({ [part]: pieces.join('') })),
      ),
      async (name, content) => ['read', 'rejected'].includes((await readDocument({ name, bytes: content })).kind),
    ),
    { numRuns: 300 },
  );
});
