// Mail (RFC 5322, MIME): head, text and attachments; a message inside it is an attachment too.
import PostalMime, { type Address, type Attachment as MimePart, type Email } from 'postal-mime';
import type { ParseResult } from '../draft.ts';
import { parseHtml } from './html.ts';
import { type Attachment, mailOf, plainBody } from './mail.ts';

export async function parseEml(bytes: Uint8Array): Promise<ParseResult> {
  const mail = await PostalMime.parse(bytes, { maxNestingDepth: 20, forceRfc822Attachments: true }).catch(() => undefined);
  if (!mail) return { kind: 'rejected', reason: 'damaged' };
  return mailOf({
    subject: mail.subject,
    from: mail.from && namesOf([mail.from])[0],
    to: namesOf(mail.to ?? []),
    cc: namesOf(mail.cc ?? []),
    sentOn: dayOf(mail),
    body: mail.text === undefined && mail.html !== undefined ? parseHtml(mail.html) : plainBody(mail.text ?? ''),
    attachments: mail.attachments.filter((part) => !isPictureInText(part)).map(attachmentOf),
  });
}

function namesOf(addresses: readonly Address[]): string[] {
  return addresses.flatMap((one) => ('address' in one && one.address ? [one.name || one.address] : one.name ? [one.name] : []));
}

/** The day where it was sent; the reader gives moments without their zone. */
function dayOf({ headers, date }: Email): string | undefined {
  const moment = Date.parse(date ?? '');
  if (Number.isNaN(moment)) return undefined;
  const [, sign, hours = '0', minutes = '0'] = /([+-])(\d\d):?(\d\d)/.exec(headers.find(({ key }) => key === 'date')?.value ?? '') ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * (sign === '-' ? -60_000 : 60_000);
  const local = new Date(moment + offset);
  return Number.isNaN(local.getTime()) ? undefined : local.toISOString().slice(0, 10);
}

function isPictureInText({ related, mimeType }: MimePart): boolean {
  return related === true && mimeType.startsWith('image/');
}

const extensions: Readonly<Record<string, string>> = {
  'message/rfc822': 'eml',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/csv': 'csv',
};

function attachmentOf({ filename, mimeType, content }: MimePart): Attachment {
  return {
    name: filename?.trim() || undefined,
    extension: extensions[mimeType] ?? 'bin',
    content: {
      kind: 'file',
      bytes: () => (typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)),
    },
  };
}
