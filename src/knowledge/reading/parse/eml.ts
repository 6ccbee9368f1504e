// Mail (RFC 5322, MIME): the text of the message; what is attached is named, and imported by itself where it matters.
import PostalMime from 'postal-mime';
import type { ParseResult } from '../draft.ts';
import type { DocumentElement } from '../reading.ts';
import { FlowWriter } from './flow-writer.ts';
import { parseHtml } from './html.ts';

export async function parseEml(bytes: Uint8Array): Promise<ParseResult> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 20 }).catch(() => undefined);
  if (!mail) return { kind: 'rejected', reason: 'damaged' };
  const attached = mail.attachments.flatMap(({ filename }) => (filename ? [filename] : []));
  const sender = mail.from && 'address' in mail.from ? mail.from.name || mail.from.address : mail.from?.name;
  const elements = [
    ...(mail.subject ? [said('subject', mail.subject)] : []),
    ...(sender ? [said('from', sender)] : []),
    ...(attached.length > 0 ? [said('attachment', attached.length === 1 ? (attached[0] ?? '') : attached)] : []),
  ];
  const about = { ...(mail.subject ? { title: mail.subject } : {}), elements };
  if (mail.text === undefined && mail.html !== undefined) {
    const page = parseHtml(mail.html);
    return page.kind === 'parsed' ? { kind: 'parsed', draft: { ...page.draft, ...about } } : page;
  }
  const writer = new FlowWriter();
  for (const line of (mail.text ?? '').split(/\r?\n/)) {
    writer.startParagraph();
    writer.write(line);
    writer.endParagraph();
  }
  return { kind: 'parsed', draft: writer.finish().build(about) };
}

/** In the head of the message, which is not part of its text. */
function said(name: DocumentElement['name'], value: DocumentElement['value']): DocumentElement {
  return { name, value, span: null, confidence: 1 };
}
