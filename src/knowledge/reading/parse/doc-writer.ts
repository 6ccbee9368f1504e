// Puts the paragraphs, cells and fields of a Word 97-2003 document together. What a paragraph is stands at its end, so its text waits until then.
import { type DocParagraphLook, type DocRunLook, paragraphLook, runLook } from './doc-look.ts';
import type { PropertyRun } from './doc-properties.ts';
import type { DocLists } from './doc-lists.ts';
import type { DocStyle } from './doc-styles.ts';
import { fetchingField } from './fetching-field.ts';
import { isUnreadable } from './run-look.ts';
import { FlowWriter } from './flow-writer.ts';
import { MarkedTables } from './marked-tables.ts';

/** Characters with a meaning of their own (2.4.1). */
const mark = {
  cellEnd: 0x07,
  tab: 0x09,
  lineBreak: 0x0b,
  sectionEnd: 0x0c,
  paragraphEnd: 0x0d,
  columnBreak: 0x0e,
  fieldStart: 0x13,
  fieldResult: 0x14,
  fieldEnd: 0x15,
  hyphen: 0x1e,
} as const;

export class DocWriter {
  readonly flow = new FlowWriter();
  private readonly styles: readonly DocStyle[];
  private readonly lists: DocLists;
  private waiting: ({ readonly text: string; readonly look: DocRunLook } | 'break')[] = [];
  /** Instructions of the open fields; undefined once the result of the field follows. */
  private fields: (string | undefined)[] = [];
  private readonly tables = new MarkedTables(this.flow);

  constructor(styles: readonly DocStyle[], lists: DocLists) {
    this.styles = styles;
    this.lists = lists;
  }

  write(text: string, look: DocRunLook): void {
    if (text === '') return;
    const open = this.fields.findLastIndex((instruction) => instruction !== undefined);
    if (open >= 0) this.fields[open] = ((this.fields[open] ?? '') + text).slice(0, 200);
    else this.waiting.push({ text, look });
  }

  mark(code: number, paragraph: () => PropertyRun | undefined): void {
    if (code === mark.paragraphEnd || code === mark.cellEnd || code === mark.sectionEnd)
      this.endParagraph(paragraphLook(paragraph()), code);
    else if (code === mark.fieldStart) this.fields.push('');
    else if (code === mark.fieldResult || code === mark.fieldEnd) this.endInstruction(code === mark.fieldEnd);
    else if (code === mark.lineBreak || code === mark.columnBreak) this.waiting.push('break');
    else if (code === mark.tab) this.write(' ', plainLook);
    else if (code === mark.hyphen) this.write('-', plainLook);
  }

  /** Parts of the text do not go on in each other. */
  endPart(): void {
    if (this.waiting.length > 0) this.endParagraph(paragraphLook(undefined), mark.paragraphEnd);
    this.tables.close();
    this.fields = [];
  }

  private endInstruction(isEnd: boolean): void {
    const last = this.fields.length - 1;
    if (fetchingField.test(this.fields[last] ?? '')) this.flow.builder.flag('external_reference');
    if (isEnd) this.fields.pop();
    else if (last >= 0) this.fields[last] = undefined;
  }

  private endParagraph(look: DocParagraphLook, code: number): void {
    if (look.isRowEnd || look.isInnerRowEnd) {
      this.waiting = [];
      if (look.isRowEnd) this.tables.endRow();
      return;
    }
    this.tables.place(look.isInTable);
    this.writeParagraph(look);
    if (code === mark.cellEnd) this.tables.endCell();
  }

  private writeParagraph(look: DocParagraphLook): void {
    const content = this.waiting;
    this.waiting = [];
    const style = this.styles[look.style];
    if (style?.kind === 'contents') {
      this.flow.builder.leaveOut('page-furniture-removed', content.map((part) => (part === 'break' ? ' ' : part.text)).join(''));
      return;
    }
    const level = look.outlineLevel ?? (style?.kind === 'heading' ? style.level : undefined);
    if (style?.kind === 'title') this.flow.startParagraph('title', { level: 1 });
    else if (level !== undefined) this.flow.startParagraph('heading', { level });
    else this.flow.startParagraph();
    if (content.some((part) => part !== 'break' && part.text.trim() !== '')) this.flow.writeBefore(this.numberOf(look));
    for (const part of content) {
      if (part === 'break') this.flow.breakLine();
      else this.writeText(part.text, part.look, look);
    }
    this.flow.endParagraph();
  }

  /** What a paragraph says of its list goes before what its style says. */
  private numberOf({ style, list }: DocParagraphLook): string {
    const ofStyle = this.styles[style]?.list;
    return this.lists.next({ list: list.list ?? ofStyle?.list, level: list.level ?? ofStyle?.level });
  }

  private writeText(text: string, look: DocRunLook, paragraph: DocParagraphLook): void {
    const { builder } = this.flow;
    if (look.isDeleted || look.isInserted) builder.flag('tracked_changes');
    if (look.isDeleted || isUnreadable(look, paragraph, this.tables.isInTable)) builder.leaveOut('hidden-text-removed', text);
    else this.flow.write(text);
  }
}

const plainLook = runLook(undefined);
