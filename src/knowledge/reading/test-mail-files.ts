// Small mails for the tests of this room, as text (MIME) and as Outlook saves them, made here byte by byte.
import { compoundFile } from './test-compound-files.ts';

interface MailParts {
  readonly text?: string;
  readonly html?: string;
  readonly date?: string;
  readonly attached?: readonly { readonly name: string; readonly content: Uint8Array }[];
}

/** From 王科长 to a@example.cn about 停车收费情况. */
export function mailFile({ text, html, date = 'Fri, 14 Feb 2025 08:30:00 +0800', attached = [] }: MailParts): Uint8Array {
  const head = `From: ${word('王科长')} <wang@example.cn>\r\nTo: a@example.cn\r\nSubject: ${word('停车收费情况')}\r\nDate: ${date}\r\nMIME-Version: 1.0\r\n`;
  const type = html === undefined ? 'text/plain' : 'text/html';
  const body = part(`${type}; charset=utf-8`, '', Buffer.from(html ?? text ?? ''));
  const parts = attached.map(({ name, content }) =>
    part('application/octet-stream', `Content-Disposition: attachment; filename="${word(name)}"\r\n`, content),
  );
  const boundary = `B${attached.length}${attached.reduce((sum, { content }) => sum + content.length, 0)}`;
  return new Uint8Array(
    Buffer.from(
      `${head}Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${[body, ...parts].map((one) => `--${boundary}\r\n${one}\r\n`).join('')}--${boundary}--\r\n`,
    ),
  );
}

function word(text: string): string {
  return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function part(type: string, more: string, content: Uint8Array): string {
  const lines = Buffer.from(content).toString('base64').replace(/.{76}/g, '$&\r\n');
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: base64\r\n${more}\r\n${lines}`;
}

interface Message {
  readonly subject?: string;
  readonly from?: string;
  /** Parted by semicolons. */
  readonly to?: string;
  readonly sentAt?: Date;
  readonly text?: string;
  /** As bytes of the code page. */
  readonly narrowText?: Uint8Array;
  readonly codePage?: number;
  readonly html?: string;
  readonly packedRtf?: Uint8Array;
  readonly attached?: readonly {
    readonly name: string;
    readonly content?: Uint8Array;
    readonly message?: Message;
  }[];
}

export function msgFile(message: Message): Uint8Array {
  return compoundFile(messageStreams(message, '', 32));
}

function messageStreams(message: Message, folder: string, headBytes: number): Record<string, Uint8Array> {
  const { subject, from, to, sentAt, text, narrowText, codePage, html, packedRtf, attached = [] } = message;
  const streams: Record<string, Uint8Array> = {};
  const wide = Object.entries({ '0037': subject, '0C1A': from, '0E04': to, '1000': text });
  for (const [property, value] of wide)
    if (value !== undefined) streams[`${folder}__substg1.0_${property}001F`] = Buffer.from(value, 'utf16le');
  if (narrowText) streams[`${folder}__substg1.0_1000001E`] = narrowText;
  if (html !== undefined) streams[`${folder}__substg1.0_10130102`] = Buffer.from(html);
  if (packedRtf) streams[`${folder}__substg1.0_10090102`] = packedRtf;
  for (const [index, { name, content, message: inner }] of attached.entries()) {
    const place = `${folder}__attach_version1.0_#${String(index).padStart(8, '0')}/`;
    streams[`${place}__properties_version1.0`] = Buffer.alloc(8);
    streams[`${place}__substg1.0_3707001F`] = Buffer.from(name, 'utf16le');
    if (content) streams[`${place}__substg1.0_37010102`] = content;
    if (inner) Object.assign(streams, messageStreams(inner, `${place}__substg1.0_3701000D/`, 24));
  }
  const fixed = [
    ...(sentAt ? [entry(0x0039, 0x40, (BigInt(sentAt.getTime()) + 11_644_473_600_000n) * 10_000n)] : []),
    ...(codePage === undefined ? [entry(0x3fde, 3, 65001n)] : [entry(0x3ffd, 3, BigInt(codePage))]),
  ];
  streams[`${folder}__properties_version1.0`] = Buffer.concat([Buffer.alloc(headBytes), ...fixed]);
  return streams;
}

function entry(property: number, type: number, value: bigint): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16LE(type, 0);
  bytes.writeUInt16LE(property, 2);
  bytes.writeBigUInt64LE(value, 8);
  return bytes;
}
