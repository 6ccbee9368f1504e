// Properties of a Word 97-2003 document: runs and paragraphs name their property changes (sprms) on pages of 512 bytes, by places in the stream.
import { MalformedFile } from './malformed-file.ts';

export interface PropertyRun {
  /** Places in the stream of the text, `end` exclusive. */
  readonly start: number;
  readonly end: number;
  readonly changes: Buffer;
  /** Number of its style; of paragraphs. */
  readonly style: number;
}

const pageBytes = 512;
const mostRuns = 2_000_000;

/** `kind` decides what a page's entries hold (2.9.32 and 2.9.175). */
export function readRuns(main: Buffer, pages: Buffer, kind: 'character' | 'paragraph'): PropertyRun[] {
  const count = Math.max(0, Math.floor((pages.length - 4) / 8));
  const runs: PropertyRun[] = [];
  for (let index = 0; index < count; index += 1) {
    const number = pages.readUInt32LE((count + 1) * 4 + index * 4) & 0x3fffff;
    const page = main.subarray(number * pageBytes, (number + 1) * pageBytes);
    if (page.length < pageBytes) continue;
    runs.push(...(kind === 'character' ? characterRuns(page) : paragraphRuns(page)));
    if (runs.length > mostRuns) throw new MalformedFile('more runs than a document has');
  }
  return runs.toSorted((left, right) => left.start - right.start);
}

const noChanges = Buffer.alloc(0);

function characterRuns(page: Buffer): PropertyRun[] {
  const count = Math.min(page.readUInt8(511), 101);
  return Array.from({ length: count }, (_, index) => {
    const at = page.readUInt8((count + 1) * 4 + index) * 2;
    const changes = at === 0 ? noChanges : page.subarray(at + 1, at + 1 + page.readUInt8(at));
    return { start: page.readUInt32LE(index * 4), end: page.readUInt32LE(index * 4 + 4), changes, style: 0 };
  });
}

function paragraphRuns(page: Buffer): PropertyRun[] {
  const count = Math.min(page.readUInt8(511), 29);
  return Array.from({ length: count }, (_, index) => {
    const [start, end] = [page.readUInt32LE(index * 4), page.readUInt32LE(index * 4 + 4)];
    const at = page.readUInt8((count + 1) * 4 + index * 13) * 2;
    const words = at === 0 ? 0 : page.readUInt8(at);
    const content =
      at === 0
        ? noChanges
        : words === 0
          ? page.subarray(at + 2, at + 2 + page.readUInt8(at + 1) * 2)
          : page.subarray(at + 1, at + words * 2);
    const isEmpty = content.length < 2;
    return { start, end, style: isEmpty ? 0 : content.readUInt16LE(0), changes: isEmpty ? noChanges : content.subarray(2) };
  });
}

/** The run that holds a place, given runs sorted by their start. */
export function runAt(runs: readonly PropertyRun[], place: number): PropertyRun | undefined {
  const run = runs[indexAt(runs, place)];
  return run !== undefined && place >= run.start && place < run.end ? run : undefined;
}

/** The last run that starts at or before a place; -1 if none does. */
export function indexAt(runs: readonly PropertyRun[], place: number): number {
  let [low, high] = [0, runs.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((runs[middle]?.start ?? 0) <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export interface PropertyChange {
  readonly code: number;
  readonly operand: Buffer;
}

const tableDefinition = 0xd608;
/** Operand sizes by the upper three bits of a code; those of variable size state it in their first byte. */
const operandBytes: readonly number[] = [1, 1, 2, 4, 2, 2, 0, 3];

export function* propertyChanges(changes: Buffer): Generator<PropertyChange> {
  for (let at = 0; at + 3 <= changes.length; ) {
    const code = changes.readUInt16LE(at);
    const fixed = operandBytes[code >>> 13] ?? 0;
    const isWide = code === tableDefinition && at + 4 <= changes.length;
    const length = fixed !== 0 ? fixed : isWide ? changes.readUInt16LE(at + 2) + 1 : changes.readUInt8(at + 2) + 1;
    yield { code, operand: changes.subarray(at + 2, at + 2 + length) };
    at += 2 + length;
  }
}
