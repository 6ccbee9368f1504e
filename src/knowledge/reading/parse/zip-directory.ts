// The directory of a ZIP archive (APPNOTE 4.3): what it says is inside, before anything is unpacked. Names are those of the directory,
// in the encoding of the system that wrote them.
import { decodeText } from '../decode.ts';
import { MalformedFile } from './malformed-file.ts';

export interface ZipEntry {
  readonly name: string;
  readonly isEncrypted: boolean;
  /** Points elsewhere instead of holding something. */
  readonly isLink: boolean;
  readonly method: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** Bytes unpacked, as the directory states. */
  readonly size: number;
  /** Where its own head stands. */
  readonly offset: number;
}

const endMark = 0x06054b50;
const endBytes = 22;
const entryMark = 0x02014b50;
const entryBytes = 46;
const isUtf8 = 0x800;
/** A comment may follow the end. */
const longestComment = 0xffff;

/** Throws `MalformedFile`, or a RangeError where it leads beyond the file. Sizes above 4 GB are beyond every limit and stay as they are. */
export function readZipDirectory(bytes: Uint8Array): ZipEntry[] {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = file.length - endBytes;
  const lowest = Math.max(0, end - longestComment);
  while (end >= lowest && file.readUInt32LE(end) !== endMark) end -= 1;
  if (end < lowest) throw new MalformedFile('an archive without its end');
  const count = file.readUInt16LE(end + 10);
  const entries: ZipEntry[] = [];
  for (let at = file.readUInt32LE(end + 16); entries.length < count; ) {
    if (file.readUInt32LE(at) !== entryMark) throw new MalformedFile('an entry of the directory is missing');
    const flags = file.readUInt16LE(at + 8);
    const nameEnd = at + entryBytes + file.readUInt16LE(at + 28);
    entries.push({
      name: nameOf(file.subarray(at + entryBytes, nameEnd), (flags & isUtf8) !== 0),
      isEncrypted: (flags & 1) !== 0,
      isLink: ((file.readUInt32LE(at + 38) >>> 16) & 0xf000) === 0xa000,
      method: file.readUInt16LE(at + 10),
      packedSize: file.readUInt32LE(at + 20),
      size: file.readUInt32LE(at + 24),
      offset: file.readUInt32LE(at + 42),
    });
    at = nameEnd + file.readUInt16LE(at + 30) + file.readUInt16LE(at + 32);
  }
  return entries;
}

function nameOf(bytes: Buffer, isMarkedUtf8: boolean): string {
  return (isMarkedUtf8 ? bytes.toString('utf8') : decodeText(bytes)?.text) ?? bytes.toString('latin1');
}

/** What office packages and archives hold when they are meant to be read: some hundred entries, packed some twentyfold at most. */
const mostEntries = 5_000;
const largestTotalBytes = 200_000_000;
const largestRatio = 100;
const ratioCountsAboveBytes = 1_000_000;

export function isZipBomb(entries: readonly Pick<ZipEntry, 'packedSize' | 'size'>[]): boolean {
  const total = entries.reduce((sum, { size }) => sum + size, 0);
  const isDense = ({ packedSize, size }: Pick<ZipEntry, 'packedSize' | 'size'>) =>
    size > ratioCountsAboveBytes && size > packedSize * largestRatio;
  return entries.length > mostEntries || total > largestTotalBytes || entries.some(isDense);
}

/** A name that would lead out of a folder into which the archive were unpacked. */
export function leadsOut(name: string): boolean {
  return /^[/\\]|^[a-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)/i.test(name);
}
