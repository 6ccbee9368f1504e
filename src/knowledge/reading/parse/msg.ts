// MSG ([MS-OXMSG]): a message as Outlook saves it, in a compound file. A message attached to it is a folder of the same shape inside.
import { decodeText } from '../decode.ts';
import type { ParseResult } from '../draft.ts';
import { decodeOf } from './code-pages.ts';
import { type CompoundFile, openCompoundFile } from './compound-file.ts';
import { unpackRtf } from './compressed-rtf.ts';
import { parseHtml } from './html.ts';
import { type Attachment, mailOf, plainBody } from './mail.ts';
import { MalformedFile } from './malformed-file.ts';
import { MsgObject, properties } from './msg-object.ts';
import { parseRtf } from './rtf.ts';

/** Heads of the streams of properties: of the message itself, of one inside it, of an attachment. */
const ownHeadBytes = 32;
const innerHeadBytes = 24;
const attachmentHeadBytes = 8;

export function parseMsg(bytes: Uint8Array): ParseResult {
  const file = openCompoundFile(bytes);
  return parseMessage(new MsgObject(file, '', ownHeadBytes), file);
}

function parseMessage(message: MsgObject, file: CompoundFile): ParseResult {
  const { text } = message;
  return mailOf({
    subject: text(properties.subject)?.trim(),
    from: text(properties.senderName) || text(properties.senderSmtpAddress) || text(properties.senderAddress),
    to: listOf(text(properties.displayTo)),
    cc: listOf(text(properties.displayCc)),
    sentOn: message.day(properties.sentAt) ?? message.day(properties.receivedAt),
    body: bodyOf(message),
    attachments: message
      .folders('__attach_version1.0_#')
      .map((folder) => new MsgObject(file, folder, attachmentHeadBytes, message.codePage))
      .filter((attachment) => !isPictureInText(attachment))
      .map((attachment) => attachmentOf(attachment, file)),
  });
}

function listOf(names: string | undefined): string[] {
  return (names ?? '')
    .split(/[;\0]/)
    .map((name) => name.trim())
    .filter((name) => name !== '');
}

/** What it says in plain text goes before its page, as in other mail; the RTF of a page holds its text too. */
function bodyOf(message: MsgObject): ParseResult {
  const text = message.text(properties.body);
  if (text !== undefined && text.trim() !== '') return plainBody(text);
  const html = message.binary(properties.html);
  if (html !== undefined) return parseHtml(htmlOf(html, message.number(properties.internetCodePage)));
  const rtf = message.binary(properties.compressedRtf);
  return rtf === undefined ? plainBody('') : parseRtf(unpackRtf(rtf));
}

function htmlOf(bytes: Buffer, codePage: number | undefined): string {
  return codePage === undefined ? (decodeText(bytes)?.text ?? bytes.toString('latin1')) : decodeOf(codePage)(bytes);
}

function isPictureInText(attachment: MsgObject): boolean {
  return attachment.text(properties.contentId) !== undefined && attachment.text(properties.mimeType)?.startsWith('image/') === true;
}

function attachmentOf(attachment: MsgObject, file: CompoundFile): Attachment {
  const { text } = attachment;
  const name = text(properties.longFileName) || text(properties.displayName) || text(properties.fileName);
  const [inner] = attachment.folders(properties.embeddedMessage);
  if (inner !== undefined)
    return {
      name,
      extension: 'msg',
      content: {
        kind: 'part',
        format: 'msg',
        parse: () => parseMessage(new MsgObject(file, inner, innerHeadBytes), file),
      },
    };
  const bytes = (): Uint8Array => {
    const content = attachment.binary(properties.attachedBytes);
    if (content === undefined) throw new MalformedFile('an attachment without content');
    return new Uint8Array(content);
  };
  return { name, extension: 'bin', content: { kind: 'file', bytes } };
}
