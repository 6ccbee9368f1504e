// A draft as DOCX in the layout of GB/T 9704-2012: margins 37/26/35/28 mm, body 三号 (16 pt) at 28 pt a line, red header, red rule.
import {
  AlignmentType,
  BorderStyle,
  Document,
  Footer,
  LineRuleType,
  Packer,
  PageNumber,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  WidthType,
  convertMillimetersToTwip,
} from 'docx';
import { type Block, blocksOf, city, type Draft } from './draft.ts';

/** Type faces by their part in the layout: title 小标宋, body 仿宋, headings 黑体, subheadings 楷体. */
export interface TypeFaces {
  readonly title: string;
  readonly body: string;
  readonly heading: string;
  readonly subheading: string;
}

export const officeTypeFaces: TypeFaces = { title: '方正小标宋简体', body: '仿宋', heading: '黑体', subheading: '楷体' };

const red = 'D7000F';
const bodyHalfPoints = 32;
const lineTwips = 560;
const twoCharacters = 640;

export async function writeDocx(draft: Draft, faces: TypeFaces): Promise<Uint8Array> {
  const page = {
    margin: {
      top: convertMillimetersToTwip(37),
      right: convertMillimetersToTwip(26),
      bottom: convertMillimetersToTwip(35),
      left: convertMillimetersToTwip(28),
    },
    size: { width: convertMillimetersToTwip(210), height: convertMillimetersToTwip(297) },
  };
  const children = [...headOf(draft, faces), ...blocksOf(draft.body).map((block) => bodyPart(block, faces)), ...signatureOf(draft, faces)];
  const sections = [{ properties: { page }, footers: { default: pageNumberFooter(faces) }, children }];
  return Packer.toBuffer(new Document({ creator: `${city}${draft.department.replace(/^市/, '')}`, title: draft.title, sections }));
}

function headOf(draft: Draft, faces: TypeFaces): Paragraph[] {
  const masthead =
    draft.masthead && line(`${draft.masthead}文件`, faces.title, { size: 56, color: red, alignment: AlignmentType.CENTER, after: 360 });
  const number =
    draft.documentNumber &&
    line(draft.documentNumber, faces.body, { alignment: AlignmentType.CENTER, redRule: draft.masthead !== undefined });
  const title = line(draft.title, faces.title, { size: 44, alignment: AlignmentType.CENTER, before: 480, after: 240 });
  const promulgation = draft.promulgation && line(draft.promulgation, faces.subheading, { alignment: AlignmentType.CENTER, after: 240 });
  const addressee = draft.addressee && line(draft.addressee, faces.body, {});
  return [masthead, number, title, promulgation, addressee].filter((part) => part instanceof Paragraph);
}

function bodyPart(block: Block, faces: TypeFaces): Paragraph | Table {
  switch (block.kind) {
    case 'chapter':
      return line(block.text, faces.heading, { alignment: AlignmentType.CENTER, before: 240, after: 120 });
    case 'heading':
      return line(block.text, faces.heading, { indent: twoCharacters });
    case 'subheading':
      return line(block.text, faces.subheading, { indent: twoCharacters });
    case 'paragraph':
      return line(block.text, faces.body, { indent: twoCharacters });
    case 'article':
      return paragraphOf([run(block.label, faces.heading), run(`　${block.text}`, faces.body)], { indent: twoCharacters });
    case 'table':
      return tableOf(block.rows, faces);
  }
}

function signatureOf(draft: Draft, faces: TypeFaces): Paragraph[] {
  if (!draft.signature) return [];
  const right = { alignment: AlignmentType.RIGHT } as const;
  return [line(draft.signature.organ, faces.body, { ...right, before: 720 }), line(draft.signature.date, faces.body, right)];
}

function tableOf(rows: readonly (readonly string[])[], faces: TypeFaces): Table {
  const cell = (text: string, face: string) =>
    new TableCell({ children: [line(text, face, { size: 24, alignment: AlignmentType.CENTER })], margins: { top: 40, bottom: 40 } });
  return new Table({
    width: { size: 100, type: WidthType.PERCENTAGE },
    rows: rows.map(
      (row, index) =>
        new TableRow({ tableHeader: index === 0, children: row.map((text) => cell(text, index === 0 ? faces.heading : faces.body)) }),
    ),
  });
}

function pageNumberFooter(faces: TypeFaces): Footer {
  const font = { name: faces.body, eastAsia: faces.body };
  const number = new TextRun({ children: ['— ', PageNumber.CURRENT, ' —'], size: 28, font });
  return new Footer({ children: [new Paragraph({ alignment: AlignmentType.CENTER, children: [number] })] });
}

interface LineLook {
  readonly size?: number;
  readonly color?: string;
  readonly alignment?: (typeof AlignmentType)[keyof typeof AlignmentType];
  readonly indent?: number;
  readonly before?: number;
  readonly after?: number;
  readonly redRule?: boolean;
}

function line(text: string, face: string, look: LineLook): Paragraph {
  return paragraphOf([run(text, face, look)], look);
}

function paragraphOf(children: readonly TextRun[], look: LineLook): Paragraph {
  const height =
    look.size && look.size > bodyHalfPoints
      ? { line: look.size * 13, lineRule: LineRuleType.AT_LEAST }
      : { line: lineTwips, lineRule: LineRuleType.EXACT };
  return new Paragraph({
    children: [...children],
    alignment: look.alignment ?? AlignmentType.BOTH,
    indent: { firstLine: look.indent ?? 0 },
    spacing: { ...height, before: look.before ?? 0, after: look.after ?? 0 },
    ...(look.redRule && { border: { bottom: { style: BorderStyle.SINGLE, size: 18, color: red, space: 6 } } }),
  });
}

function run(text: string, face: string, look: LineLook = {}): TextRun {
  const font = { name: face, eastAsia: face, hAnsi: face, ascii: face };
  return new TextRun({
    text,
    font,
    language: { eastAsia: 'zh-CN' },
    size: look.size ?? bodyHalfPoints,
    ...(look.color && { color: look.color }),
  });
}
