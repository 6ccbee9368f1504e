// DOCX: one pass over the main part, so that every character keeps the ordinal of its paragraph. Headers and footers are other parts
// and never read; deleted and hidden text is left out and reported; footnotes follow the text.
import { DraftBuilder, type ParagraphPlace, type ParseResult, type Piece } from '../draft.ts';
import type { ParagraphKind } from '../reading.ts';
import { fillOf, readLook } from './docx-look.ts';
import { fetchingField } from './fetching-field.ts';
import { DocxParagraph } from './docx-paragraph.ts';
import { AutomaticNumbers, type ParagraphStyle, readStyles } from './docx-styles.ts';
import { isUnreadable, plainRun, type RunLook } from './run-look.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';
import { isRelationsPart, packageFlags } from './package-flags.ts';
import { readZipParts } from './zip-parts.ts';

const mainPart = 'word/document.xml';
const noteParts = ['word/footnotes.xml', 'word/endnotes.xml'];
const commentsPart = 'word/comments.xml';
const wantedParts = new Set([mainPart, ...noteParts, commentsPart, 'word/styles.xml', 'word/numbering.xml']);

export function parseDocx(bytes: Uint8Array): ParseResult {
  const unpacked = readZipParts(bytes, (name) => wantedParts.has(name) || isRelationsPart(name));
  if (unpacked.kind === 'rejected') return unpacked;
  const { parts } = unpacked;
  const main = parts.get(mainPart);
  if (main === undefined) return { kind: 'rejected', reason: 'damaged' };
  const reader = new DocxReader(
    readStyles(parts.get('word/styles.xml') ?? ''),
    new AutomaticNumbers(parts.get('word/numbering.xml') ?? ''),
  );
  for (const xml of [main, ...noteParts.map((name) => parts.get(name) ?? '')]) reader.read(xml);
  for (const flag of packageFlags(unpacked)) reader.builder.flag(flag);
  if (/<w:comment\b/.test(parts.get(commentsPart) ?? '')) reader.builder.flag('comments');
  return { kind: 'parsed', draft: reader.builder.build() };
}

/** Elements whose content is not text of the document: old copies of drawings, deleted and moved text. */
const copies = new Set(['mc:Fallback']);
const deletions = new Set(['w:del', 'w:moveFrom']);

class DocxReader {
  readonly builder = new DraftBuilder();
  private readonly styles: ReadonlyMap<string, ParagraphStyle>;
  private readonly numbers: AutomaticNumbers;
  private readonly open: DocxParagraph[] = [];
  private ordinal = 0;
  private tableDepth = 0;
  private cells: Piece[][][] = [];
  private run: RunLook = plainRun();
  private runDepth = 0;
  private skipped: string | undefined;
  private isText = false;
  private isDeleted = false;
  private isRowProperty = false;
  private isRowDeleted = false;
  private isInstruction = false;
  /** Of the field being read. */
  private instruction = '';

  constructor(styles: ReadonlyMap<string, ParagraphStyle>, numbers: AutomaticNumbers) {
    this.styles = styles;
    this.numbers = numbers;
  }

  read(xml: string): void {
    for (const event of xmlEvents(xml)) {
      if (event.kind === 'text') this.readText(event.text);
      else if (event.kind === 'close') this.close(event.name);
      else if (this.skipped === undefined) this.openElement(event.name, event.attributes);
    }
  }

  private openElement(name: string, attributes: string): void {
    const paragraph = this.open.at(-1);
    if (copies.has(name)) this.skipped = name;
    else if (name === 'w:trPr') this.isRowProperty = true;
    else if (this.isRowProperty) this.readRowProperty(name);
    else if (deletions.has(name)) this.startDeletion();
    else if (name === 'w:instrText') this.isInstruction = true;
    else if (name === 'w:fldSimple') this.readInstruction(xmlAttribute(attributes, 'w:instr') ?? '');
    else if (name === 'w:fldChar') this.instruction = '';
    else if (name === 'w:ins') this.builder.flag('tracked_changes');
    else if (name === 'w:p') this.open.push(new DocxParagraph(this.ordinal++));
    else if (name === 'w:tbl') this.tableDepth += 1;
    else if (name === 'w:tc' && this.tableDepth === 1) this.cells.push([]);
    else if (name === 'w:r') this.startRun();
    else if (name === 'w:t' || name === 'w:delText') this.isText = true;
    else if (paragraph !== undefined) this.readProperty(name, attributes, paragraph);
  }

  private close(name: string): void {
    if (this.skipped !== undefined) {
      if (name === this.skipped) this.skipped = undefined;
    } else if (name === 'w:trPr') this.isRowProperty = false;
    else if (this.isRowProperty) return;
    else if (name === 'w:instrText') this.isInstruction = false;
    else if (name === 'w:p') this.finishParagraph();
    else if (name === 'w:t' || name === 'w:delText') this.isText = false;
    else if (name === 'w:r') this.runDepth -= 1;
    else if (deletions.has(name)) this.isDeleted = false;
    else if (name === 'w:tr' && this.tableDepth === 1) this.finishRow();
    else if (name === 'w:tbl') this.tableDepth -= 1;
  }

  /** Rows are added and deleted whole; what stands in one that is deleted need not be marked itself. */
  private readRowProperty(name: string): void {
    if (name !== 'w:del' && name !== 'w:ins') return;
    this.builder.flag('tracked_changes');
    if (name === 'w:del') this.isRowDeleted = true;
  }

  private readInstruction(text: string): void {
    this.instruction = (this.instruction + text).slice(0, 200);
    if (fetchingField.test(this.instruction)) this.builder.flag('external_reference');
  }

  private startDeletion(): void {
    this.isDeleted = true;
    this.builder.flag('tracked_changes');
  }

  private startRun(): void {
    this.run = Object.assign(plainRun(), this.styles.get(this.open.at(-1)?.styleId ?? '')?.look);
    this.runDepth += 1;
  }

  private readProperty(name: string, attributes: string, paragraph: DocxParagraph): void {
    const value = xmlAttribute(attributes, 'w:val') ?? '';
    if (this.runDepth === 0) readParagraphProperty(name, value, attributes, paragraph);
    else if (name === 'w:rStyle') Object.assign(this.run, this.styles.get(value)?.look);
    else if (name === 'w:tab') this.write(' ');
    else if (name === 'w:noBreakHyphen') this.write('-');
    else if (name === 'w:br' || name === 'w:cr') paragraph.breakLine();
    else readLook(this.run, name, attributes);
  }

  private readText(text: string): void {
    if (this.skipped !== undefined) return;
    if (this.isInstruction) this.readInstruction(text);
    else if (this.isText) this.write(text);
  }

  private write(text: string): void {
    const paragraph = this.open.at(-1);
    if (paragraph === undefined) return;
    if (this.isDeleted || this.isRowDeleted || isUnreadable(this.run, paragraph, this.tableDepth > 0))
      this.builder.leaveOut('hidden-text-removed', text);
    else paragraph.write(text);
  }

  private finishParagraph(): void {
    const paragraph = this.open.pop();
    if (paragraph === undefined) return;
    if (this.tableDepth > 0) this.cells.at(-1)?.push(...paragraph.lines.filter((line) => line.length > 0));
    else this.writeParagraph(paragraph);
  }

  private writeParagraph(paragraph: DocxParagraph): void {
    const style = this.styles.get(paragraph.styleId);
    const [first = [], ...rest] = paragraph.lines;
    const text = paragraph.lines
      .flat()
      .map((piece) => piece.text)
      .join('');
    if (style?.isContents === true) return this.builder.leaveOut('page-furniture-removed', text);
    const reference = paragraph.numbering ?? style?.numbering;
    const number = reference === undefined || text.trim() === '' ? '' : this.numbers.next(reference);
    const { kind, place } = kindOf(paragraph.outlineLevel ?? style?.headingLevel, reference !== undefined && number === '');
    this.builder.add(kind, number === '' ? first : [{ text: number }, ...first], place);
    for (const line of rest) this.builder.add(kind, line, place);
  }

  private finishRow(): void {
    if (!this.isRowDeleted) this.builder.addRowOfLines(this.cells);
    this.cells = [];
    this.isRowDeleted = false;
  }
}

function readParagraphProperty(name: string, value: string, attributes: string, paragraph: DocxParagraph): void {
  if (name === 'w:pStyle') paragraph.styleId = value;
  else if (name === 'w:outlineLvl' && Number(value) < 9) paragraph.outlineLevel = Number(value) + 1;
  else if (name === 'w:ilvl') paragraph.numbering = { id: paragraph.numbering?.id ?? '', level: Number(value) };
  else if (name === 'w:numId') paragraph.numbering = { id: value, level: paragraph.numbering?.level ?? 0 };
  else if (name === 'w:shd') paragraph.ground = fillOf(attributes);
}

function kindOf(headingLevel: number | undefined, isBullet: boolean): { kind: ParagraphKind; place: ParagraphPlace } {
  if (headingLevel === undefined) return { kind: isBullet ? 'list-item' : 'body', place: {} };
  return { kind: headingLevel === 0 ? 'title' : 'heading', place: { level: Math.max(1, headingLevel) } };
}
