// ODT (ISO/IEC 26300): the text body in one pass; deleted and hidden text and comments are left out, notes follow the text.
import type { ParseResult } from '../draft.ts';
import type { ParseOptions } from '../parse-options.ts';
import { FlowWriter } from './flow-writer.ts';
import { openOdf } from './odf-package.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';

export function parseOdt(bytes: Uint8Array, { password }: ParseOptions): ParseResult {
  const opened = openOdf(bytes, password);
  if (opened.kind === 'rejected') return opened;
  const reader = new OdtReader();
  reader.read(opened.content);
  const builder = reader.writer.finish();
  for (const flag of opened.flags) builder.flag(flag);
  return { kind: 'parsed', draft: builder.build() };
}

/** Whose content is not text of the document. */
const leftOut: Readonly<Record<string, 'tracked_changes' | 'comments' | 'hidden_text' | undefined>> = {
  'text:tracked-changes': 'tracked_changes',
  'office:annotation': 'comments',
  'text:hidden-text': 'hidden_text',
  'text:hidden-paragraph': 'hidden_text',
  'text:note-citation': undefined,
  'text:ruby-text': undefined,
  'text:table-of-content': undefined,
  'office:forms': undefined,
  'svg:desc': undefined,
  'svg:title': undefined,
};

class OdtReader {
  readonly writer = new FlowWriter();
  private skipped: string | undefined;
  private skippedDepth = 0;
  private isBody = false;

  read(xml: string): void {
    for (const event of xmlEvents(xml)) {
      if (event.kind === 'text') {
        // Line ends and tabs of the file are white space.
        if (this.isBody && this.skipped === undefined) this.writer.write(event.text.replace(/\s+/g, ' '));
      } else if (event.name === 'office:body') this.isBody = event.kind === 'open';
      else if (this.isBody && event.kind === 'open') this.open(event.name, event.attributes);
      else if (this.isBody && event.kind === 'close') this.close(event.name);
    }
  }

  private open(name: string, attributes: string): void {
    const { writer } = this;
    if (this.skipped !== undefined) {
      if (name === this.skipped) this.skippedDepth += 1;
    } else if (name in leftOut) {
      const flag = leftOut[name];
      if (flag) writer.builder.flag(flag);
      this.skipped = name;
      this.skippedDepth = 1;
    } else if (name === 'text:p') writer.startParagraph(xmlAttribute(attributes, 'text:style-name') === 'Title' ? 'title' : 'body');
    else if (name === 'text:h')
      writer.startParagraph('heading', { level: Math.max(1, Number(xmlAttribute(attributes, 'text:outline-level') ?? 1)) });
    else if (name === 'text:s') writer.write(' '.repeat(Math.min(100, Number(xmlAttribute(attributes, 'text:c') ?? 1))));
    else if (name === 'text:tab') writer.write(' ');
    else if (name === 'text:line-break') writer.breakLine();
    else if (name === 'text:note-body') writer.startNote();
    else if (name === 'table:table') writer.startTable();
    else if (name === 'table:table-cell' || name === 'table:covered-table-cell') writer.startCell();
  }

  private close(name: string): void {
    const { writer } = this;
    if (this.skipped !== undefined) {
      if (name === this.skipped) this.skippedDepth -= 1;
      if (this.skippedDepth === 0) this.skipped = undefined;
    } else if (name === 'text:p' || name === 'text:h') writer.endParagraph();
    else if (name === 'text:note-body') writer.endNote();
    else if (name === 'table:table-row') writer.endRow();
    else if (name === 'table:table') writer.endTable();
  }
}
