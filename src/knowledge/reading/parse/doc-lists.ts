// The lists of a Word 97-2003 document ([MS-DOC] 2.9.131, 2.9.150, 2.9.216): which numbers it writes before paragraphs by itself.
import type { DocFile } from './doc-file.ts';
import { docTables } from './doc-file.ts';
import { propertyChanges } from './doc-properties.ts';
import { ListCounters, type ListLevel } from './list-numbers.ts';

/** `list` counts from 1 in the table of lists in use; 0 takes a paragraph out of the list of its style. */
export interface DocListReference {
  readonly list: number | undefined;
  readonly level: number | undefined;
}

const [listCode, levelCode] = [0x460b, 0x260a];

export function listReference(changes: Buffer = Buffer.alloc(0)): DocListReference {
  let [list, level]: [number | undefined, number | undefined] = [undefined, undefined];
  for (const { code, operand } of propertyChanges(changes)) {
    if (code === listCode && operand.length === 2) list = operand.readUInt16LE(0);
    else if (code === levelCode) level = operand[0];
  }
  return { list, level };
}

interface UsedList {
  readonly id: string;
  readonly levels: ReadonlyMap<number, ListLevel>;
}

export class DocLists {
  private readonly used: readonly UsedList[];
  private readonly counters = new ListCounters();

  constructor(doc: Pick<DocFile, 'table' | 'tableOnwards'>) {
    this.used = readUsed(doc.table(docTables.listsInUse), readLists(doc.tableOnwards(docTables.lists)));
  }

  next({ list = 0, level = 0 }: DocListReference): string {
    const used = this.used[list - 1];
    return used === undefined ? '' : this.counters.next(used.id, used.levels, level);
  }
}

const [listBytes, levelBytes, usedBytes, overrideBytes] = [28, 28, 16, 8];
/** Beyond these a table is broken. */
const [mostLists, longestText] = [4_096, 200];

/** The levels of all lists follow the table of lists, which does not count them. */
function readLists(table: Buffer): Map<number, Map<number, ListLevel>> {
  const lists = new Map<number, Map<number, ListLevel>>();
  if (table.length < 2) return lists;
  const count = Math.min(mostLists, Math.max(0, table.readInt16LE(0)));
  let at = 2 + count * listBytes;
  for (let index = 0; index < count; index += 1) {
    const place = 2 + index * listBytes;
    if (place + listBytes > table.length) break;
    const levels = new Map<number, ListLevel>();
    const isSimple = ((table[place + 26] ?? 0) & 1) !== 0;
    for (let level = 0; level < (isSimple ? 1 : 9); level += 1) {
      const read = readLevel(table, at);
      if (read === undefined) return lists;
      levels.set(level, read.level);
      at = read.end;
    }
    lists.set(table.readInt32LE(place), levels);
  }
  return lists;
}

function readLevel(table: Buffer, at: number): { readonly level: ListLevel; readonly end: number } | undefined {
  if (at + levelBytes + 2 > table.length) return undefined;
  const textAt = at + levelBytes + table.readUInt8(at + 24) + table.readUInt8(at + 25);
  if (textAt + 2 > table.length) return undefined;
  const end = textAt + 2 + table.readUInt16LE(textAt) * 2;
  if (end > table.length) return undefined;
  const text = table
    .toString('utf16le', textAt + 2, Math.min(end, textAt + 2 + longestText * 2))
    .replace(levelMark, (mark) => `%${mark.charCodeAt(0) + 1}`);
  return { level: { format: formats[table.readUInt8(at + 4)] ?? 'decimal', text, start: table.readInt32LE(at) }, end };
}

/** Stands for the number of a level, from 0. */
const levelMark = /[\0-\x08]/g;

/** MSONFC, by the names of the same formats in Office Open XML; those that are not named are shown as digits. */
const formats: Readonly<Record<number, string>> = {
  1: 'upperRoman',
  2: 'lowerRoman',
  3: 'upperLetter',
  4: 'lowerLetter',
  10: 'ideographDigital',
  11: 'japaneseCounting',
  23: 'bullet',
  33: 'taiwaneseCounting',
  35: 'taiwaneseCountingThousand',
  37: 'chineseCounting',
  39: 'chineseCountingThousand',
  255: 'none',
};

const [levelMask, startsElsewhere, isFormatted] = [0x0f, 0x10, 0x20] as const;

/** Each list in use names a list and what of its levels is otherwise. */
function readUsed(table: Buffer, lists: ReadonlyMap<number, ReadonlyMap<number, ListLevel>>): UsedList[] {
  if (table.length < 4) return [];
  const count = Math.min(mostLists, table.readUInt32LE(0));
  const used: UsedList[] = [];
  let at = 4 + count * usedBytes;
  for (let index = 0; index < count; index += 1) {
    const place = 4 + index * usedBytes;
    if (place + usedBytes > table.length) break;
    const id = table.readInt32LE(place);
    const levels = new Map(lists.get(id));
    at += 4;
    for (let left = table.readUInt8(place + 12); left > 0 && at + overrideBytes <= table.length; left -= 1) {
      const [start, flags] = [table.readInt32LE(at), table.readUInt32LE(at + 4)];
      at += overrideBytes;
      const read = (flags & isFormatted) === 0 ? undefined : readLevel(table, at);
      const level = read?.level ?? levels.get(flags & levelMask);
      if (level !== undefined) levels.set(flags & levelMask, (flags & startsElsewhere) !== 0 && !read ? { ...level, start } : level);
      at = read?.end ?? at;
    }
    // Those that change nothing go on counting together.
    used.push({ id: table.readUInt8(place + 12) === 0 ? String(id) : `${id} ${index}`, levels });
  }
  return used;
}
