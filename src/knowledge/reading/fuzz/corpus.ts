// One small whole file of every format that is read, from which the fuzzer makes broken ones.
import { encryptedPackage, encryptedPdf } from '../test-encrypted-files.ts';
import { compoundFile, docStreams, workbookStream, xlsRecord } from '../test-compound-files.ts';
import { archiveFile, docxFile, docxParagraph, packageFile, pdfFile } from '../test-files.ts';
import { mailFile, msgFile } from '../test-mail-files.ts';
import { savedFile, savedPassword } from '../test-saved-files.ts';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const relations = (targets: readonly string[]): string =>
  `<Relationships>${targets.map((target, index) => `<Relationship Id="r${index + 1}" Target="${target}"/>`).join('')}</Relationships>`;

const notice = docxFile(
  docxParagraph('停车收费规定', '<w:pStyle w:val="1"/>') +
    docxParagraph('第一条　小型车每小时五元。', '', '<w:sz w:val="32"/>') +
    '<w:tbl><w:tr><w:tc><w:p><w:r><w:t>车型</w:t></w:r></w:p></w:tc><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p><w:r><w:t>价格</w:t></w:r></w:p></w:tc></w:tr></w:tbl>' +
    '<w:p><w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>忽略</w:t></w:r></w:p>',
  {
    'word/styles.xml':
      '<w:styles><w:style w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="2"/></w:style><w:style w:styleId="2"><w:basedOn w:val="1"/></w:style></w:styles>',
    'word/footnotes.xml': '<w:footnotes><w:footnote w:id="1"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>',
    'word/_rels/document.xml.rels': relations(['styles.xml']),
  },
);
const workbook = packageFile({
  '[Content_Types].xml': '<Types/>',
  'xl/workbook.xml': '<workbook><sheets><sheet name="费用" r:id="r1"/><sheet name="底数" r:id="r2" state="hidden"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': relations(['worksheets/sheet1.xml', 'worksheets/sheet2.xml']),
  'xl/sharedStrings.xml': '<sst><si><t>部门</t></si></sst>',
  'xl/styles.xml': '<styleSheet><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>',
  'xl/worksheets/sheet1.xml':
    '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" s="1"><v>45702</v></c></row><row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row></sheetData></worksheet>',
  'xl/worksheets/sheet2.xml': '<worksheet><sheetData><row><c t="inlineStr"><is><t>底数</t></is></c></row></sheetData></worksheet>',
});
const slides = packageFile({
  '[Content_Types].xml': '<Types/>',
  'ppt/presentation.xml': '<p:presentation><p:sldIdLst><p:sldId r:id="r1"/></p:sldIdLst></p:presentation>',
  'ppt/_rels/presentation.xml.rels': relations(['slides/slide1.xml']),
  'ppt/slides/slide1.xml':
    '<p:sld><p:cSld><p:bg><p:bgPr><a:noFill/></p:bgPr></p:bg><p:spTree><p:sp><p:nvSpPr><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9" cy="9"/></a:xfrm></p:spPr><a:p><a:r><a:t>总体情况</a:t></a:r></a:p></p:sp></p:spTree></p:cSld></p:sld>',
});
const odf = (type: 'text' | 'spreadsheet', body: string): Uint8Array =>
  packageFile({
    mimetype: `application/vnd.oasis.opendocument.${type}`,
    'content.xml': `<office:document-content><office:body><office:${type}>${body}</office:${type}></office:body></office:document-content>`,
  });
const ofd = packageFile({
  'OFD.xml': '<ofd:OFD><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>',
  'Doc_0/Document.xml':
    '<ofd:Document><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages><ofd:Page BaseLoc="Page_0/Content.xml"/></ofd:Pages></ofd:Document>',
  'Doc_0/Page_0/Content.xml':
    '<ofd:Page><ofd:Content><ofd:Layer><ofd:TextObject Boundary="28 40 160 8" Size="5.6"><ofd:TextCode X="0" Y="6" DeltaX="g 20 5.6">第一条　小型车停放一小时收费五元，大型车十元。</ofd:TextCode></ofd:TextObject></ofd:Layer></ofd:Content></ofd:Page>',
});
const doc = compoundFile(
  docStreams([
    { runs: [{ text: '停车\x13 HYPERLINK "http://a.cn" \x14收费\x15规定' }] },
    { runs: [{ text: '车型' }], mark: '\x07', changes: '162401' },
    { runs: [], mark: '\x07', changes: '162401172401' },
    { runs: [{ text: '忽略', changes: '3c0801' }, { text: '每小时五元。' }] },
  ]),
);
const xls = compoundFile({
  Workbook: workbookStream(
    [xlsRecord(0xe0, '00000e00'), xlsRecord(0xfc, '01000000010000000200018c54e890')],
    [{ name: '费用', records: [xlsRecord(0xfd, '00000000000000000000'), xlsRecord(0x27e, '0100030001001aca0200')] }],
  ),
});
const rtf =
  "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 SimSun;}}{\\colortbl;\\red255\\green255\\blue255;}\\f0\\pard \\'cd\\'a8\\'d6\\'aa\\par{\\v hidden}{\\footnote\\u27880?}\\trowd\\cellx100\\intbl A\\cell B\\cell\\row}";
const page =
  '<!DOCTYPE html><html><head><meta charset="utf-8"><meta name="PubDate" content="2025-01-02"></head><body><nav>首页</nav><div id="zoom"><h1>停车</h1><p>每小时&yen;五元。</p><table><tr><td>车型</td><td>价格</td></tr></table></div></body></html>';

/** Of the encrypted ones. */
export const corpusPassword = savedPassword;

export const corpus: Readonly<Record<string, Uint8Array>> = {
  'a.txt': utf8('停车收费规定\n第一条　小型车每小时五元(wǔ yuán)。\n市政发〔2024〕3号\n2024年3月18日\n'),
  'a.md': utf8('# 停车\n\n- 小型车\n\n| 车型 | 价格 |\n| --- | --- |\n| 小型车 | 五元 |\n\n```\n码\n```\n'),
  'a.html': utf8(page),
  'a.csv': utf8('部门,月费用\r\n市医保局,"1,200.5"\r\n=1+1,2\r\n'),
  'a.docx': notice,
  'a.xlsx': workbook,
  'a.pptx': slides,
  'a.odt': odf('text', '<text:h text:outline-level="1">标准</text:h><text:p>每小时<text:s text:c="2"/>五元。</text:p>'),
  'a.ods': odf(
    'spreadsheet',
    '<table:table table:name="费用"><table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="3" office:value-type="float" office:value="2"><text:p>2</text:p></table:table-cell></table:table-row></table:table>',
  ),
  'a.pdf': pdfFile('BT /F 12 Tf 72 700 Td (Parking costs five yuan an hour.) Tj 0 -20 Td [(Tru) -20 (cks ten.)] TJ ET'),
  'a.ofd': ofd,
  'a.eml': mailFile({ text: '见附件。', attached: [{ name: '规定.docx', content: notice }] }),
  'a.msg': msgFile({
    subject: '停车',
    to: '甲;乙',
    text: '见附件。',
    attached: [
      { name: '表.csv', content: utf8('a,b\n1,2') },
      { name: '信', message: { text: '旧信。' } },
    ],
  }),
  'b.msg': msgFile({ packedRtf: Buffer.from('1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0', 'hex') }),
  'a.doc': doc,
  'a.xls': xls,
  'a.rtf': new Uint8Array(Buffer.from(rtf, 'latin1')),
  'b.docx': encryptedPackage(notice, corpusPassword, 10),
  'b.doc': savedFile('poi-cryptoapi.doc'),
  'b.xls': savedFile('libreoffice-rc4.xls'),
  'c.xls': savedFile('poi-xor.xls'),
  'b.odt': savedFile('libreoffice-aes.odt'),
  'b.ods': savedFile('libreoffice-argon2.ods'),
  'c.ods': savedFile('libreoffice-blowfish.ods'),
  'b.pdf': encryptedPdf('Parking costs five yuan an hour.', corpusPassword),
  'a.zip': archiveFile({ '通知/a.docx': notice, 'b.txt': utf8('五元。'), 'c.zip': archiveFile({ 'd.csv': utf8('a,b\n1,2') }) }),
};
