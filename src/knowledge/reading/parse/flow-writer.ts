// Puts the paragraphs and tables of a flow format together while its elements open and close: paragraphs may stand inside others (boxes, notes).
import { DraftBuilder, type ParagraphPlace, type Piece } from '../draft.ts';
import type { ParagraphKind } from '../reading.ts';

interface OpenParagraph {
  readonly kind: ParagraphKind;
  readonly place: ParagraphPlace;
  readonly ordinal: number;
  /** Line breaks cut it into several of the reading text. */
  readonly lines: Piece[][];
  length: number;
  isHidden: boolean;
}

export class FlowWriter {
  readonly builder = new DraftBuilder();
  private readonly open: OpenParagraph[] = [];
  private readonly later: OpenParagraph[] = [];
  private cells: Piece[][][] = [];
  private tableDepth = 0;
  private noteDepth = 0;
  private ordinal = 0;

  startParagraph(kind: ParagraphKind = 'body', place: ParagraphPlace = {}): void {
    this.open.push({ kind, place, ordinal: this.ordinal, lines: [[]], length: 0, isHidden: false });
    this.ordinal += 1;
  }

  write(text: string): void {
    const paragraph = this.open.at(-1);
    if (!paragraph || text === '') return;
    const origin = { kind: 'paragraph', paragraph: paragraph.ordinal, at: paragraph.length, length: text.length } as const;
    paragraph.lines.at(-1)?.push({ text, origin });
    paragraph.length += text.length;
  }

  /** What the office program shows and the text does not hold: the number of a list. */
  writeBefore(text: string): void {
    if (text !== '') this.open.at(-1)?.lines.at(-1)?.push({ text });
  }

  breakLine(): void {
    const paragraph = this.open.at(-1);
    if (!paragraph) return;
    paragraph.lines.push([]);
    paragraph.length += 1;
  }

  /** What is written of it before and after is not shown. */
  hideParagraph(): void {
    const paragraph = this.open.at(-1);
    if (paragraph) paragraph.isHidden = true;
  }

  endParagraph(): void {
    const paragraph = this.open.pop();
    if (!paragraph) return;
    const { isHidden, lines } = paragraph;
    if (isHidden) for (const line of lines) this.builder.leaveOut('hidden-text-removed', line.map(({ text }) => text).join(''));
    else if (this.noteDepth > 0) this.later.push(paragraph);
    else if (this.tableDepth > 0) this.cells.at(-1)?.push(...paragraph.lines.filter((line) => line.length > 0));
    else this.add(paragraph);
  }

  /** Notes come after the text. */
  startNote(): void {
    this.noteDepth += 1;
  }
  endNote(): void {
    this.noteDepth -= 1;
  }

  startTable(): void {
    this.tableDepth += 1;
  }
  endTable(): void {
    this.tableDepth -= 1;
  }

  /** What stands in a table inside a cell belongs to that cell. */
  startCell(): void {
    if (this.tableDepth === 1) this.cells.push([]);
  }

  endRow(): void {
    if (this.tableDepth !== 1) return;
    this.builder.addRowOfLines(this.cells);
    this.cells = [];
  }

  finish(): DraftBuilder {
    for (const paragraph of this.later.splice(0)) this.add(paragraph);
    return this.builder;
  }

  private add({ kind, place, lines }: OpenParagraph): void {
    for (const line of lines) this.builder.add(kind, line, place);
  }
}
