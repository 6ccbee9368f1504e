// ZIP: an archive has no text of its own; its files are read one after the other, each under its path.
import { inflateRawSync } from 'node:zlib';
import { DraftBuilder, type EnclosedFile, type ParseResult } from '../draft.ts';
import { MalformedFile } from './malformed-file.ts';
import { isZipBomb, leadsOut, readZipDirectory, type ZipEntry } from './zip-directory.ts';

const stored = 0;
const deflated = 8;
const headMark = 0x04034b50;
const headBytes = 30;

/** What systems put into archives by themselves. */
const ofSystems = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$/i;

export function parseZip(bytes: Uint8Array): ParseResult {
  const entries = readZipDirectory(bytes);
  if (isZipBomb(entries)) return { kind: 'rejected', reason: 'decompression-bomb' };
  const builder = new DraftBuilder();
  if (entries.some(({ name, isLink }) => isLink || leadsOut(name))) builder.flag('suspicious_path');
  const files = entries.filter(({ name }) => !/[/\\]$/.test(name) && !ofSystems.test(name));
  return {
    kind: 'parsed',
    draft: builder.build(),
    enclosed: files.map((entry): EnclosedFile => ({ kind: 'file', name: entry.name, bytes: () => unpackEntry(bytes, entry) })),
  };
}

/** Never more than the directory states, whatever the entry holds. Throws `MalformedFile`. */
export function unpackEntry(bytes: Uint8Array, { isEncrypted, isLink, method, packedSize, size, offset }: ZipEntry): Uint8Array {
  if (isEncrypted) throw new MalformedFile('an entry under a password', 'encrypted');
  if (isLink || (method !== stored && method !== deflated)) throw new MalformedFile('an entry that is no packed file');
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.readUInt32LE(offset) !== headMark) throw new MalformedFile('an entry without its head');
  const start = offset + headBytes + file.readUInt16LE(offset + 26) + file.readUInt16LE(offset + 28);
  if (start + packedSize > file.length) throw new MalformedFile('an entry beyond the end of the archive');
  const content = bytes.subarray(start, start + packedSize);
  if (method === stored) return content.slice(0, size);
  try {
    return inflateRawSync(content, { maxOutputLength: Math.max(1, size) });
  } catch (error) {
    if (error instanceof RangeError) throw new MalformedFile('an entry larger than its directory says', 'decompression-bomb');
    throw new MalformedFile('an entry that cannot be unpacked');
  }
}
