// Looks for texts in every byte of a folder, in all the ways in which software writes text down: encodings, escapes, and inside
// compressed parts. What it can see is proved by find-planted.test.ts.
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { constants, inflateRawSync, inflateSync, zstdDecompressSync } from 'node:zlib';

export interface Finding {
  readonly file: string;
  readonly text: string;
  /** How it was written down. */
  readonly form: string;
}

/** Findings in the names and the content of all files below `folder`. */
export async function findInFolder(folder: string, texts: readonly string[]): Promise<Finding[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const needles = texts.flatMap(needlesOf);
  return entries.flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    const file = relative(folder, path);
    const found = findWith(needles, Buffer.from(entry.name));
    return [...found, ...(entry.isFile() ? findWith(needles, readFileSync(path)) : [])].map((one) => ({ file, ...one }));
  });
}

export function findInBytes(bytes: Buffer, texts: readonly string[]): Omit<Finding, 'file'>[] {
  return findWith(texts.flatMap(needlesOf), bytes);
}

interface Needle {
  readonly text: string;
  readonly form: string;
  isIn(bytes: Buffer): boolean;
}

function findWith(needles: readonly Needle[], bytes: Buffer): Omit<Finding, 'file'>[] {
  const parts = [{ bytes, inside: '' }, ...compressedParts(bytes)];
  return parts.flatMap(({ bytes: part, inside }) =>
    needles.filter((needle) => needle.isIn(part)).map(({ text, form }) => ({ text, form: inside === '' ? form : `${form} in ${inside}` })),
  );
}

function needlesOf(text: string): Needle[] {
  const utf8 = Buffer.from(text);
  const plain = (form: string, pattern: Buffer): Needle => ({ text, form, isIn: (bytes) => bytes.includes(pattern) });
  const escaped = Array.from(text, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`).join('');
  return [
    plain('UTF-8', utf8),
    plain('UTF-16LE', Buffer.from(text, 'utf16le')),
    plain('UTF-16BE', Buffer.from(text, 'utf16le').swap16()),
    plain('hex', Buffer.from(utf8.toString('hex'))),
    plain('upper hex', Buffer.from(utf8.toString('hex').toUpperCase())),
    plain('URL', Buffer.from(encodeURIComponent(text))),
    plain('lower URL', Buffer.from(encodeURIComponent(text).toLowerCase())),
    plain('escapes', Buffer.from(escaped)),
    plain('upper escapes', Buffer.from(escaped.replaceAll(/[0-9a-f]{4}/g, (digits) => digits.toUpperCase()))),
    ...[0, 1, 2].map((shift) => plain('base64', middleOfBase64(utf8, shift))),
    { text, form: 'PostgreSQL compression', isIn: (bytes) => isWithControlBytes(bytes, utf8) },
  ];
}

/** The characters of base64 that do not depend on what stands before and after. */
function middleOfBase64(bytes: Buffer, shift: number): Buffer {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  const end = Math.floor((shift + bytes.byteLength) / 3) * 4;
  return Buffer.from(encoded.slice(shift === 0 ? 0 : 4, end));
}

/** PostgreSQL's own compression leaves new text as it is, but puts a control byte before every eighth. */
function isWithControlBytes(bytes: Buffer, text: Buffer): boolean {
  const group = 8;
  if (text.byteLength < 2 * group) return false;
  for (let first = 1; first <= group; first += 1) {
    const whole = text.subarray(first, first + group);
    for (let at = bytes.indexOf(whole); at >= 0; at = bytes.indexOf(whole, at + 1)) {
      let isHere = bytes.subarray(at - 1 - first, at - 1).equals(text.subarray(0, first));
      for (let from = first + group, place = at + group + 1; isHere && from < text.byteLength; from += group, place += group + 1) {
        const rest = text.subarray(from, from + group);
        isHere = bytes.subarray(place, place + rest.byteLength).equals(rest);
      }
      if (isHere) return true;
    }
  }
  return false;
}

const beginnings: readonly { readonly kind: string; readonly magic: readonly number[]; open(bytes: Buffer): Buffer }[] = [
  { kind: 'gzip', magic: [0x1f, 0x8b, 8], open: openGzip },
  { kind: 'zlib', magic: [0x78, 0x01], open: (bytes) => inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) },
  { kind: 'zlib', magic: [0x78, 0x9c], open: (bytes) => inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) },
  { kind: 'zlib', magic: [0x78, 0xda], open: (bytes) => inflateSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH }) },
  { kind: 'zip', magic: [0x50, 0x4b, 3, 4], open: openZipEntry },
  { kind: 'zstd', magic: [0x28, 0xb5, 0x2f, 0xfd], open: (bytes) => zstdDecompressSync(bytes) },
];

function compressedParts(bytes: Buffer): { bytes: Buffer; inside: string }[] {
  return beginnings.flatMap(({ kind, magic, open }) => {
    const parts: { bytes: Buffer; inside: string }[] = [];
    for (let at = bytes.indexOf(Buffer.from(magic)); at >= 0; at = bytes.indexOf(Buffer.from(magic), at + 1)) {
      try {
        parts.push({ bytes: open(bytes.subarray(at)), inside: kind });
      } catch {
        // Bytes that only look like a beginning.
      }
    }
    return parts;
  });
}

function openZipEntry(bytes: Buffer): Buffer {
  const headerBytes = 30 + bytes.readUInt16LE(26) + bytes.readUInt16LE(28);
  return inflateRawSync(bytes.subarray(headerBytes), { finishFlush: constants.Z_SYNC_FLUSH });
}

/** Whatever may follow it; `gunzip` itself refuses what is no gzip after the end. */
function openGzip(bytes: Buffer): Buffer {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if ((flags & 4) !== 0) at += 2 + bytes.readUInt16LE(at);
  for (const flag of [8, 16]) if ((flags & flag) !== 0) at = bytes.indexOf(0, at) + 1;
  return inflateRawSync(bytes.subarray(at), { finishFlush: constants.Z_SYNC_FLUSH });
}
