// An export as a Word document: real footnotes, the label in the header of every page, the implicit label in its metadata.
import type * as Library from 'docx';
import type { ExportNote, ExportSentence, ExportSheet } from './sheet.ts';
import { exportWords } from './words.ts';

// The library is large, and only exports need it.
type Docx = typeof Library;

const chineseFont = { ascii: 'Times New Roman', hAnsi: 'Times New Roman', cs: 'Times New Roman', eastAsia: '宋体' };

export async function asDocx(sheet: ExportSheet): Promise<Uint8Array<ArrayBuffer>> {
  const docx = await import('docx');
  const { Document, Footer, Header, Packer, PageNumber, Paragraph, TextRun } = docx;
  const { language, title, header, aiLabel, notes } = sheet;
  const document = new Document({
    title: clean(title),
    creator: 'Hengjian 衡鉴',
    lastModifiedBy: 'Hengjian 衡鉴',
    customProperties: aiLabel ? [{ name: 'AIGC', value: JSON.stringify(aiLabel) }] : [],
    styles: {
      default: {
        document: { run: { font: chineseFont, size: 24, language: { value: 'en-US', eastAsia: 'zh-CN' } } },
        heading1: {
          run: { font: chineseFont, size: 32, bold: true, color: '000000' },
          paragraph: { spacing: { before: 240, after: 160 } },
        },
        heading2: {
          run: { font: chineseFont, size: 28, bold: true, color: '000000' },
          paragraph: { spacing: { before: 240, after: 120 } },
        },
      },
    },
    footnotes: Object.fromEntries(notes.map((note) => [note.number, { children: [footnote(docx, note, exportWords[language].link)] }])),
    sections: [
      {
        headers: {
          default: new Header({ children: [new Paragraph({ alignment: 'right', children: [new TextRun({ text: header, size: 18 })] })] }),
        },
        footers: {
          default: new Footer({
            children: [new Paragraph({ alignment: 'center', children: [new TextRun({ children: [PageNumber.CURRENT], size: 18 })] })],
          }),
        },
        children: bodyOf(docx, sheet),
      },
    ],
  });
  return new Uint8Array(await Packer.toArrayBuffer(document));
}

function bodyOf(docx: Docx, { title, aiRemark, turns }: ExportSheet) {
  const { HeadingLevel, Paragraph } = docx;
  const isMany = turns.length > 1;
  const heading = (text: string, level: 'HEADING_1' | 'HEADING_2') =>
    new Paragraph({ heading: HeadingLevel[level], children: runs(docx, text) });
  const remark = (text: string) => new Paragraph({ spacing: { after: 80 }, children: runs(docx, text, { size: 20, color: '595959' }) });
  const apart = (over: string | undefined, sentences: readonly ExportSentence[]) => [
    ...(over === undefined ? [] : [new Paragraph({ spacing: { before: 160 }, children: runs(docx, over, { bold: true }) })]),
    ...sentences.map((sentence) => paragraph(docx, sentence, 480)),
  ];
  return [
    ...(isMany ? [heading(title, 'HEADING_1')] : []),
    ...(aiRemark === undefined ? [] : [new Paragraph({ spacing: { after: 160 }, children: runs(docx, aiRemark, { bold: true }) })]),
    ...turns.flatMap(({ question, remarks, sentences, opinionsTitle, opinions, foundTitle, found }) => [
      heading(question, isMany ? 'HEADING_2' : 'HEADING_1'),
      ...remarks.map(remark),
      ...sentences.map((sentence) => paragraph(docx, sentence)),
      ...apart(opinionsTitle, opinions),
      ...apart(foundTitle, found),
    ]),
  ];
}

function paragraph(docx: Docx, { text, notes }: ExportSentence, indent = 0) {
  const { FootnoteReferenceRun, Paragraph } = docx;
  return new Paragraph({
    spacing: { after: 120, line: 360 },
    indent: { left: indent },
    children: [...runs(docx, text), ...notes.map((number) => new FootnoteReferenceRun(number))],
  });
}

function footnote(docx: Docx, { text, url }: ExportNote, link: string) {
  const { ExternalHyperlink, Paragraph, TextRun } = docx;
  const children: Library.ParagraphChild[] = runs(docx, text, { size: 18 });
  if (url !== undefined)
    children.push(
      new ExternalHyperlink({ link: url, children: [new TextRun({ text: ` ${link}`, size: 18, color: '0645AD', underline: {} })] }),
    );
  return new Paragraph({ children });
}

/** A run for each line of the text. */
function runs({ TextRun }: Docx, text: string, look: { readonly size?: number; readonly bold?: boolean; readonly color?: string } = {}) {
  return clean(text)
    .split('\n')
    .map((line, index) => new TextRun({ ...look, text: line, ...(index === 0 ? {} : { break: 1 }) }));
}

/** Without what XML cannot hold. */
function clean(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/\r\n?/gu, '\n')
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/gu, '');
}
