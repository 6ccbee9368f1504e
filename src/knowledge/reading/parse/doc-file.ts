// The outer structure of a Word 97-2003 document ([MS-DOC]): where its text stands, in which parts, and where its properties are.
import type { RejectionReason } from '../reading.ts';
import type { CompoundFile } from './compound-file.ts';
import { openDocStreams } from './doc-encryption.ts';
import { MalformedFile } from './malformed-file.ts';

/** A stretch of text that stands in one piece in the stream; `fileStart` is the place of its first character there. */
export interface DocPiece {
  /** Character position, from 0 over all parts of the text. */
  readonly start: number;
  readonly end: number;
  readonly fileStart: number;
  readonly bytesPerCharacter: 1 | 2;
}

/** Lengths in characters of the parts of the text, which follow each other in this order. */
export interface DocParts {
  readonly main: number;
  readonly footnotes: number;
  readonly headers: number;
  readonly macros: number;
  readonly comments: number;
  readonly endnotes: number;
  readonly textBoxes: number;
}

export interface DocFile {
  readonly main: Buffer;
  readonly pieces: readonly DocPiece[];
  readonly parts: DocParts;
  /** A table of the document by its number in the header; empty where it has none. */
  readonly table: (number: number) => Buffer;
  /** The same, with all that follows it; empty where it has none. */
  readonly tableOnwards: (number: number) => Buffer;
}

/** Numbers of tables in the header (2.5.6). */
export const docTables = { styles: 1, characterPages: 12, paragraphPages: 13, pieces: 33, lists: 73, listsInUse: 74 } as const;

const firstTable = 154;
const word97 = 0xc1;
const secondTableBit = 0x0200;
const mostPieces = 200_000;

export function openDoc(file: CompoundFile, password: string | undefined): DocFile | { readonly rejected: RejectionReason } {
  const stored = file.stream('WordDocument');
  if (stored === undefined || stored.readUInt16LE(0) !== 0xa5ec) return { rejected: 'damaged' };
  if (stored.readUInt16LE(2) < word97) return { rejected: 'unsupported-format' };
  const storedTables = file.stream((stored.readUInt16LE(10) & secondTableBit) === 0 ? '0Table' : '1Table');
  if (storedTables === undefined) return { rejected: 'damaged' };
  const { main, tables } = openDocStreams({ main: stored, tables: storedTables }, password);
  const table = (number: number): Buffer => {
    const at = firstTable + number * 8;
    const [start, length] = [main.readUInt32LE(at), main.readUInt32LE(at + 4)];
    if (start + length > tables.length) throw new MalformedFile('a table beyond the end of its stream');
    return tables.subarray(start, start + length);
  };
  const tableOnwards = (number: number): Buffer => {
    const own = table(number);
    return own.length === 0 ? own : tables.subarray(main.readUInt32LE(firstTable + number * 8));
  };
  return { main, pieces: readPieces(table(docTables.pieces), main.length), parts: readParts(main), table, tableOnwards };
}

function readParts(main: Buffer): DocParts {
  const length = (index: number): number => Math.max(0, main.readInt32LE(76 + index * 4));
  return {
    main: length(0),
    footnotes: length(1),
    headers: length(2),
    macros: length(3),
    comments: length(4),
    endnotes: length(5),
    textBoxes: length(6),
  };
}

/** The piece table follows the property changes that saving in a hurry leaves (2.9.38). */
function readPieces(complex: Buffer, fileLength: number): DocPiece[] {
  let at = 0;
  while (complex.readUInt8(at) === 1) at += 3 + complex.readUInt16LE(at + 1);
  const length = complex.readUInt32LE(at + 1);
  const count = Math.floor((length - 4) / 12);
  const table = complex.subarray(at + 5, at + 5 + length);
  if (count > mostPieces) throw new MalformedFile('more pieces than a document has');
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    const [start, end] = [table.readUInt32LE(index * 4), table.readUInt32LE(index * 4 + 4)];
    const place = table.readUInt32LE((count + 1) * 4 + index * 8 + 2);
    const isNarrow = (place & 0x40000000) !== 0;
    const fileStart = isNarrow ? (place & 0x3fffffff) >>> 1 : place & 0x3fffffff;
    const bytesPerCharacter = isNarrow ? 1 : 2;
    if (end < start || fileStart + (end - start) * bytesPerCharacter > fileLength) throw new MalformedFile('a piece beyond the text');
    return { start, end, fileStart, bytesPerCharacter };
  });
}
