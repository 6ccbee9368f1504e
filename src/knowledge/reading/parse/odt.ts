// ODT (ISO/IEC 26300): the text body in one pass; deleted and hidden text and comments are left out, notes follow the text.
import type { ParseResult } from '../draft.ts';
import type { ParseOptions } from '../parse-options.ts';
import type { FileFlag } from '../reading.ts';
import { FlowWriter } from './flow-writer.ts';
import { openOdf } from './odf-package.ts';
import { OdfStyles } from './odf-styles.ts';
import { isUnreadable } from './run-look.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export function parseOdt(bytes: Uint8Array, { password }: ParseOptions): ParseResult {
  const opened = openOdf(bytes, password);
  if (opened.kind === 'rejected') return opened;
  const reader = new OdtReader();
  reader.readStyles(opened.styles);
  reader.read(opened.content);
  const builder = reader.writer.finish();
  for (const flag of opened.flags) builder.flag(flag);
  return { kind: 'parsed', draft: builder.build() };
}

/** Whose content is not text of the document. */
const leftOut: Readonly<Record<string, FileFlag | undefined>> = {
  'text:tracked-changes': 'tracked_changes',
  'office:annotation': 'comments',
  'text:hidden-text': 'hidden_text',
  'text:note-citation': undefined,
  'text:ruby-text': undefined,
  'text:table-of-content': undefined,
  'office:forms': undefined,
  'svg:desc': undefined,
  'svg:title': undefined,
};

/** A picture, an object or a section that the office program fetches when the file is opened. */
const leadsElsewhere = /^(?:[a-z][a-z\d+.-]+:|\/\/|\\\\)/i;

function isHiddenSection(attributes: string): boolean {
  const display = xmlAttribute(attributes, 'text:display');
  return display === 'none' || (display === 'condition' && xmlAttribute(attributes, 'text:is-hidden') === 'true');
}

class OdtReader {
  readonly writer = new FlowWriter();
  private skipped: string | undefined;
  private skippedDepth = 0;
  private isBody = false;
  private tableDepth = 0;
  private readonly styles = new OdfStyles();
  /** Of the open paragraphs and the spans in each: the names of their styles. */
  private readonly set: string[][] = [];

  readStyles(xml: string): void {
    for (const event of xmlEvents(xml)) this.styles.read(event);
  }

  read(xml: string): void {
    for (const event of xmlEvents(xml)) {
      if (!this.isBody) this.styles.read(event);
      if (event.kind === 'text') {
        // Line ends and tabs of the file are white space.
        if (this.isBody && this.skipped === undefined) this.write(event.text.replace(/[ \t\r\n]+/g, ' '));
      } else if (event.name === 'office:body') this.isBody = event.kind === 'open';
      else if (this.isBody && event.kind === 'open') this.open(event.name, event.attributes);
      else if (this.isBody && event.kind === 'close') this.close(event.name);
    }
  }

  private write(text: string): void {
    const look = this.styles.lookOf(this.set.at(-1) ?? []);
    if (isUnreadable(look, { ground: undefined }, this.tableDepth > 0)) this.writer.builder.leaveOut('hidden-text-removed', text);
    else this.writer.write(text);
  }

  private skip(name: string, flag: FileFlag | undefined): void {
    if (flag) this.writer.builder.flag(flag);
    this.skipped = name;
    this.skippedDepth = 1;
  }

  private open(name: string, attributes: string): void {
    const { writer } = this;
    if (name !== 'text:a' && leadsElsewhere.test(xmlAttribute(attributes, 'xlink:href') ?? '')) writer.builder.flag('external_reference');
    if (this.skipped !== undefined) {
      if (name === this.skipped) this.skippedDepth += 1;
    } else if (name in leftOut) this.skip(name, leftOut[name]);
    else if (name === 'text:section' && isHiddenSection(attributes)) this.skip(name, 'hidden_text');
    else if (name === 'text:p' || name === 'text:h') this.startParagraph(name, attributes);
    else if (name === 'text:span') this.set.at(-1)?.push(xmlAttribute(attributes, 'text:style-name') ?? '');
    else if (name === 'text:hidden-paragraph') {
      if (xmlAttribute(attributes, 'text:is-hidden') === 'true') writer.hideParagraph();
    } else if (name === 'text:s') writer.write(' '.repeat(Math.min(100, Number(xmlAttribute(attributes, 'text:c') ?? 1))));
    else if (name === 'text:tab') writer.write(' ');
    else if (name === 'text:line-break') writer.breakLine();
    else if (name === 'text:note-body') writer.startNote();
    else if (name === 'table:table') {
      this.tableDepth += 1;
      writer.startTable();
    } else if (name === 'table:table-cell' || name === 'table:covered-table-cell') writer.startCell();
  }

  private startParagraph(name: string, attributes: string): void {
    const style = xmlAttribute(attributes, 'text:style-name') ?? '';
    this.set.push([style]);
    const level = Math.max(1, Number(xmlAttribute(attributes, 'text:outline-level') ?? 1));
    if (name === 'text:h') this.writer.startParagraph('heading', { level });
    else this.writer.startParagraph(style === 'Title' ? 'title' : 'body');
  }

  private close(name: string): void {
    const { writer } = this;
    if (this.skipped !== undefined) {
      if (name === this.skipped) this.skippedDepth -= 1;
      if (this.skippedDepth === 0) this.skipped = undefined;
    } else if (name === 'text:p' || name === 'text:h') {
      this.set.pop();
      writer.endParagraph();
    } else if (name === 'text:span') this.set.at(-1)?.pop();
    else if (name === 'text:note-body') writer.endNote();
    else if (name === 'table:table-row') writer.endRow();
    else if (name === 'table:table') {
      this.tableDepth -= 1;
      writer.endTable();
    }
  }
}
