// What every format of mail comes to: who wrote to whom about what and when, the text of the message, and its attachments to be read after it.
import type { Draft, EnclosedFile, ParseResult } from '../draft.ts';
import type { DocumentElement } from '../reading.ts';
import { FlowWriter } from './flow-writer.ts';

export interface Mail {
  readonly subject: string | undefined;
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly cc: readonly string[];
  /** `YYYY-MM-DD`, where it was sent. */
  readonly sentOn: string | undefined;
  readonly body: ParseResult;
  readonly attachments: readonly Attachment[];
}
export interface Attachment {
  /** Undefined where the mail does not name it. */
  readonly name: string | undefined;
  /** Of a file without a name, from its type. */
  readonly extension: string;
  readonly content:
    | { readonly kind: 'file'; readonly bytes: () => Uint8Array }
    | { readonly kind: 'part'; readonly format: 'msg'; readonly parse: () => ParseResult };
}

export function mailOf({ subject, from, to, cc, sentOn, body, attachments }: Mail): ParseResult {
  if (body.kind === 'rejected') return body;
  const names = attachments.flatMap(({ name }) => name ?? []);
  const elements = [
    ...(subject ? [said('subject', subject)] : []),
    ...(from ? [said('from', from)] : []),
    ...(to.length > 0 ? [said('to', to.join('、'))] : []),
    ...(cc.length > 0 ? [said('cc', cc.join('、'))] : []),
    ...(names.length > 0 ? [said('attachment', names.length === 1 ? (names[0] ?? '') : names)] : []),
  ];
  const about: Partial<Draft> = {
    ...(subject ? { title: subject } : {}),
    facts: { ...body.draft.facts, ...(sentOn !== undefined && { publishedOn: sentOn }) },
    elements,
  };
  const enclosed = attachments.map(({ name, extension, content }, index): EnclosedFile => {
    return { name: name ?? `${index + 1}.${extension}`, ...content };
  });
  return { kind: 'parsed', draft: { ...body.draft, ...about }, enclosed };
}

export function plainBody(text: string): ParseResult {
  const writer = new FlowWriter();
  for (const line of text.split(/\r\n?|\n/)) {
    writer.startParagraph();
    writer.write(line);
    writer.endParagraph();
  }
  return { kind: 'parsed', draft: writer.finish().build() };
}

/** In the head of the message, which is not part of its text. */
function said(name: DocumentElement['name'], value: DocumentElement['value']): DocumentElement {
  return { name, value, span: null, confidence: 1 };
}
