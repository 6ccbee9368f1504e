// OLE2 compound files ([MS-CFB]), the containers of DOC, XLS and MSG: a small file system of sectors. Every chain of sectors is bounded
// by the number of sectors in the file, and what leads out of the file is damage.
import { MalformedFile } from './malformed-file.ts';

export interface CompoundFile {
  /** Paths of storages and streams, with `/` between the names, e.g. `ObjectPool/_1/\u0001Ole`. */
  readonly paths: readonly string[];
  /** The content of a stream; undefined if there is none of this path. */
  readonly stream: (path: string) => Buffer | undefined;
}

const lastSector = 0xfffffffa;
const noEntry = 0xffffffff;
/** Files of offices have some hundred streams; messages with many receivers some thousand. */
const mostEntries = 20_000;
const deepestStorage = 20;

/** Throws `MalformedFile`, or a RangeError where the file leads beyond its end. */
export function openCompoundFile(bytes: Uint8Array): CompoundFile {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shift = file.readUInt16LE(30);
  if (shift !== 9 && shift !== 12) throw new MalformedFile('sectors of an unknown size');
  const sectors = new SectorChains(file, 1 << shift);
  const directory = sectors.read(file.readUInt32LE(48));
  const entries = readEntries(directory, 1 << shift === 512);
  const root = entries[0];
  if (root?.kind !== 'root') throw new MalformedFile('no root of the directory');
  const byPath = namedPaths(entries);
  const miniLimit = file.readUInt32LE(56);
  let mini: MiniSectors | undefined;
  return {
    paths: [...byPath.keys()],
    stream: (path) => {
      const entry = byPath.get(path);
      if (entry?.kind !== 'stream') return undefined;
      if (entry.size >= miniLimit) return sectors.read(entry.start, entry.size);
      mini ??= new MiniSectors(sectors.read(root.start, root.size), sectors.read(file.readUInt32LE(60)));
      return mini.read(entry.start, entry.size);
    },
  };
}

/** Follows chains through the allocation table (FAT). */
class SectorChains {
  private readonly file: Buffer;
  private readonly size: number;
  private readonly next: readonly Buffer[];

  constructor(file: Buffer, size: number) {
    this.file = file;
    this.size = size;
    this.next = this.tableSectors();
  }

  /** Without a size, all sectors of the chain. */
  read(start: number, size?: number): Buffer {
    mustFit(size ?? 0, this.file);
    const parts: Buffer[] = [];
    const most = Math.ceil((size ?? this.file.length) / this.size);
    for (let sector = start; sector < lastSector && parts.length < most; sector = this.after(sector)) parts.push(this.sector(sector));
    const content = Buffer.concat(parts);
    if (size !== undefined && content.length < size) throw new MalformedFile('a stream ends before its size');
    return size === undefined ? content : content.subarray(0, size);
  }

  private sector(number: number): Buffer {
    const start = (number + 1) * this.size;
    if (start >= this.file.length) throw new MalformedFile('a sector beyond the end of the file');
    return this.file.subarray(start, start + this.size);
  }

  private after(sector: number): number {
    const perTable = this.size / 4;
    return this.next[Math.floor(sector / perTable)]?.readUInt32LE((sector % perTable) * 4) ?? lastSector;
  }

  /** The first 109 sectors of the table are named in the header, the others in a chain of sectors whose last word names the next. */
  private tableSectors(): Buffer[] {
    const most = Math.ceil(this.file.length / this.size);
    const numbers: number[] = [];
    for (let at = 76; at < 512; at += 4) numbers.push(this.file.readUInt32LE(at));
    let more = this.file.readUInt32LE(68);
    while (more < lastSector && numbers.length <= most + 109) {
      const list = this.sector(more);
      for (let at = 0; at < this.size - 4; at += 4) numbers.push(list.readUInt32LE(at));
      more = list.readUInt32LE(this.size - 4);
    }
    return numbers.filter((number) => number < lastSector).map((number) => this.sector(number));
  }
}

/** Small streams are kept in sectors of 64 bytes within one stream of their own. */
class MiniSectors {
  private readonly content: Buffer;
  private readonly next: Buffer;

  constructor(content: Buffer, next: Buffer) {
    this.content = content;
    this.next = next;
  }

  read(start: number, size: number): Buffer {
    mustFit(size, this.content);
    const parts: Buffer[] = [];
    for (let sector = start; sector < lastSector && parts.length * 64 < size; sector = this.next.readUInt32LE(sector * 4))
      parts.push(this.content.subarray(sector * 64, sector * 64 + 64));
    const content = Buffer.concat(parts);
    if (content.length < size) throw new MalformedFile('a small stream ends before its size');
    return content.subarray(0, size);
  }
}

/** A chain that leads back into itself would go on for as long as the size says. */
function mustFit(size: number, whole: Buffer): void {
  if (size > whole.length) throw new MalformedFile('a stream larger than its file');
}

interface Entry {
  readonly kind: 'storage' | 'stream' | 'root' | 'none';
  readonly name: string;
  readonly left: number;
  readonly right: number;
  readonly child: number;
  readonly start: number;
  readonly size: number;
}

const kinds: Readonly<Record<number, Entry['kind']>> = { 1: 'storage', 2: 'stream', 5: 'root' };

/** In files with small sectors the upper half of a size is noise. */
function readEntries(directory: Buffer, hasSmallSectors: boolean): Entry[] {
  const entries: Entry[] = [];
  for (let at = 0; at + 128 <= directory.length; at += 128) {
    if (entries.length > mostEntries) throw new MalformedFile('more streams than a document has');
    const nameLength = Math.min(64, directory.readUInt16LE(at + 64));
    const size = hasSmallSectors ? directory.readUInt32LE(at + 120) : Number(directory.readBigUInt64LE(at + 120));
    entries.push({
      kind: kinds[directory[at + 66] ?? 0] ?? 'none',
      name: directory.toString('utf16le', at, at + Math.max(0, nameLength - 2)),
      left: directory.readUInt32LE(at + 68),
      right: directory.readUInt32LE(at + 72),
      child: directory.readUInt32LE(at + 76),
      start: directory.readUInt32LE(at + 116),
      size,
    });
  }
  return entries;
}

/** The entries of a storage are a binary tree; each entry is visited once, whatever the links say. */
function namedPaths(entries: readonly Entry[]): Map<string, Entry> {
  const paths = new Map<string, Entry>();
  const seen = new Set<number>();
  const waiting: { readonly index: number; readonly folder: string; readonly depth: number }[] = [
    { index: entries[0]?.child ?? noEntry, folder: '', depth: 1 },
  ];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { index, folder, depth } = next;
    const entry = entries[index];
    if (entry === undefined || seen.has(index)) continue;
    if (depth > deepestStorage) throw new MalformedFile('storages nested too deeply', 'too-deep');
    seen.add(index);
    const path = folder + entry.name;
    paths.set(path, entry);
    waiting.push({ index: entry.left, folder, depth }, { index: entry.right, folder, depth });
    if (entry.kind === 'storage') waiting.push({ index: entry.child, folder: `${path}/`, depth: depth + 1 });
  }
  return paths;
}
