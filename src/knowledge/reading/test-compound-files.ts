// Small compound files for the tests of this room: the container, a Word document and a workbook inside it, each made here byte by byte.

const sectorBytes = 512;
const endOfChain = 0xfffffffe;
const none = 0xffffffff;

/** A compound file of these streams; folders of paths become storages. Streams below 4096 bytes are kept in the small sectors, as the format wants. */
export function compoundFile(streams: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const sectors: Buffer[] = [];
  const table: number[] = [];
  const store = (content: Uint8Array): number => {
    const count = Math.ceil(content.length / sectorBytes);
    const start = sectors.length;
    for (let index = 0; index < count; index += 1) {
      sectors.push(padded(content.subarray(index * sectorBytes, (index + 1) * sectorBytes), sectorBytes));
      table.push(index + 1 < count ? start + index + 1 : endOfChain);
    }
    return count === 0 ? endOfChain : start;
  };
  const mini: Buffer[] = [];
  const miniTable: number[] = [];
  const storeSmall = (content: Uint8Array): number => {
    const count = Math.ceil(content.length / 64);
    const start = mini.length;
    for (let index = 0; index < count; index += 1) {
      mini.push(padded(content.subarray(index * 64, (index + 1) * 64), 64));
      miniTable.push(index + 1 < count ? start + index + 1 : endOfChain);
    }
    return count === 0 ? endOfChain : start;
  };
  const nodes: Node[] = [{ name: 'Root Entry', kind: 5, children: [], start: 0, size: 0 }];
  for (const [path, content] of Object.entries(streams)) {
    const names = path.split('/');
    const folder = names.slice(0, -1).reduce((parent, name) => folderIn(nodes, parent, name), 0);
    const start = content.length >= 4096 ? store(content) : storeSmall(content);
    nodes.push({ name: names.at(-1) ?? '', kind: 2, children: [], start, size: content.length });
    nodes[folder]?.children.push(nodes.length - 1);
  }
  const small = Buffer.concat(mini);
  const root = nodes[0];
  if (root) Object.assign(root, { start: store(small), size: small.length });
  const miniStart = store(words(miniTable));
  const directory = store(Buffer.concat(nodes.map((node, index) => entryOf(node, index, nodes))));
  const tableSectors = Math.ceil((table.length + 1) / (sectorBytes / 4));
  const tableStart = sectors.length;
  for (let index = 0; index < tableSectors; index += 1) table.push(0xfffffffd);
  const allocation = padded(words(table), tableSectors * sectorBytes, 0xff);
  const header = Buffer.alloc(sectorBytes, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.fill(0, 8, 76);
  header.writeUInt16LE(3, 26);
  header.writeUInt16LE(9, 30);
  header.writeUInt16LE(6, 32);
  header.writeUInt32LE(directory, 48);
  header.writeUInt32LE(4096, 56);
  header.writeUInt32LE(miniStart, 60);
  header.writeUInt32LE(endOfChain, 68);
  for (let index = 0; index < tableSectors; index += 1) header.writeUInt32LE(tableStart + index, 76 + index * 4);
  return new Uint8Array(Buffer.concat([header, ...sectors, allocation]));
}

interface Node {
  readonly name: string;
  readonly kind: 1 | 2 | 5;
  readonly children: number[];
  start: number;
  size: number;
}

function folderIn(nodes: Node[], parent: number, name: string): number {
  const known = nodes[parent]?.children.find((index) => nodes[index]?.name === name);
  if (known !== undefined) return known;
  nodes.push({ name, kind: 1, children: [], start: 0, size: 0 });
  nodes[parent]?.children.push(nodes.length - 1);
  return nodes.length - 1;
}

/** Siblings hang on each other's right side. */
function entryOf({ name, kind, children, start, size }: Node, index: number, nodes: readonly Node[]): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 'utf16le');
  entry.writeUInt16LE(name.length * 2 + 2, 64);
  entry.writeUInt8(kind, 66);
  const siblings = nodes.find((node) => node.children.includes(index))?.children ?? [];
  entry.writeUInt32LE(none, 68);
  entry.writeUInt32LE(siblings[siblings.indexOf(index) + 1] ?? none, 72);
  entry.writeUInt32LE(children[0] ?? none, 76);
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
}

function padded(content: Uint8Array, length: number, fill = 0): Buffer {
  const buffer = Buffer.alloc(length, fill);
  buffer.set(content);
  return buffer;
}

function words(values: readonly number[]): Buffer {
  const buffer = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => buffer.writeUInt32LE(value, index * 4));
  return buffer;
}

/** Text of one look; `changes` are property changes in hexadecimal, e.g. `3c0801` for hidden. */
export interface DocRun {
  readonly text: string;
  readonly changes?: string;
}
/** Ends with its mark; `changes` are those of the paragraph. */
export interface DocTestParagraph {
  readonly runs: readonly DocRun[];
  readonly mark?: string;
  readonly changes?: string;
}

/** The streams of a Word document with these paragraphs. `parts` are lengths in characters of the footnotes, headers, macros, comments ... at its end. */
export function docStreams(
  paragraphs: readonly DocTestParagraph[],
  parts: readonly number[] = [],
  flags = 0,
  lists = docLists([]),
): Record<string, Uint8Array> {
  const textStart = 0x600;
  const runs: { readonly start: number; readonly end: number; readonly changes: string }[] = [];
  const ends: { readonly start: number; readonly end: number; readonly changes: string }[] = [];
  let text = '';
  for (const { runs: own, mark = '\r', changes = '' } of paragraphs) {
    const start = textStart + text.length * 2;
    for (const run of [...own, { text: mark }]) {
      const from = textStart + text.length * 2;
      text += run.text;
      runs.push({ start: from, end: textStart + text.length * 2, changes: ('changes' in run && run.changes) || '' });
    }
    ends.push({ start, end: textStart + text.length * 2, changes });
  }
  const main = Buffer.alloc(textStart);
  main.writeUInt16LE(0xa5ec, 0);
  main.writeUInt16LE(0xc1, 2);
  main.writeUInt16LE(0x0200 | flags, 10);
  [text.length - parts.reduce((sum, length) => sum + length, 0), ...parts].forEach((length, index) =>
    main.writeInt32LE(length, 76 + index * 4),
  );
  propertyPage(runs, 1, (changes) => Buffer.concat([Buffer.of(changes.length), changes])).copy(main, 0x200);
  propertyPage(ends, 13, (changes) => Buffer.concat([Buffer.of(0, Math.ceil((changes.length + 2) / 2), 0, 0), changes])).copy(main, 0x400);
  const last = textStart + text.length * 2;
  const pieces = Buffer.alloc(5 + 16);
  pieces.writeUInt8(2, 0);
  pieces.writeUInt32LE(16, 1);
  pieces.writeUInt32LE(text.length, 9);
  pieces.writeUInt32LE(textStart, 15);
  const tables = [pieces, words([textStart, last, 1]), words([textStart, last, 2]), lists.inUse, lists.table, lists.levels];
  let at = 0;
  for (const [index, number] of [33, 12, 13, 74, 73].entries()) {
    const length = tables[index]?.length ?? 0;
    main.writeUInt32LE(at, 154 + number * 8);
    main.writeUInt32LE(length, 158 + number * 8);
    at += length;
  }
  return { WordDocument: Buffer.concat([main, Buffer.from(text, 'utf16le')]), '1Table': Buffer.concat(tables) };
}

interface DocLists {
  readonly table: Buffer;
  /** They follow the table and are not counted in its length. */
  readonly levels: Buffer;
  readonly inUse: Buffer;
}

/** Lists of one level each, by the number of its format, its text (`\0` stands for the number) and its start; all are in use, in this order. */
export function docLists(levels: readonly (readonly [format: number, text: string, start: number])[]): DocLists {
  if (levels.length === 0) return { table: Buffer.alloc(0), levels: Buffer.alloc(0), inUse: Buffer.alloc(0) };
  const table = Buffer.alloc(2 + levels.length * 28);
  const inUse = Buffer.alloc(4 + levels.length * 20);
  table.writeInt16LE(levels.length, 0);
  inUse.writeUInt32LE(levels.length, 0);
  levels.forEach((_, index) => {
    table.writeInt32LE(100 + index, 2 + index * 28);
    table.writeUInt8(1, 2 + index * 28 + 26);
    inUse.writeInt32LE(100 + index, 4 + index * 16);
  });
  const stored = levels.map(([format, text, start]) => {
    const fixed = Buffer.alloc(30);
    fixed.writeInt32LE(start, 0);
    fixed.writeUInt8(format, 4);
    fixed.writeUInt16LE(text.length, 28);
    return Buffer.concat([fixed, Buffer.from(text, 'utf16le')]);
  });
  return { table, levels: Buffer.concat(stored), inUse };
}

/** A page of property runs: their limits, for each its place, and the changes from the end of the page upwards. */
function propertyPage(
  runs: readonly { readonly start: number; readonly end: number; readonly changes: string }[],
  placeBytes: number,
  stored: (changes: Buffer) => Buffer,
): Buffer {
  const page = Buffer.alloc(sectorBytes);
  let free = sectorBytes - 2;
  runs.forEach(({ start, end, changes }, index) => {
    page.writeUInt32LE(start, index * 4);
    page.writeUInt32LE(end, index * 4 + 4);
    if (changes === '') return;
    const content = stored(Buffer.from(changes, 'hex'));
    free -= content.length + (content.length % 2);
    content.copy(page, free);
    page.writeUInt8(free / 2, (runs.length + 1) * 4 + index * placeBytes);
  });
  page.writeUInt8(runs.length, 511);
  return page;
}

/** A record of a workbook; the body in hexadecimal or as bytes. */
export function xlsRecord(type: number, body: string | Uint8Array = ''): Buffer {
  const content = typeof body === 'string' ? Buffer.from(body, 'hex') : Buffer.from(body);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(type, 0);
  head.writeUInt16LE(content.length, 2);
  return Buffer.concat([head, content]);
}

/** The stream of a workbook: records of its first part, then its sheets, each with the state 0 (shown) or 1 (hidden). */
export function workbookStream(
  globals: readonly Buffer[],
  sheets: readonly { readonly name: string; readonly state?: number; readonly kind?: number; readonly records: readonly Buffer[] }[],
): Buffer {
  const start = xlsRecord(0x809, '00060500');
  const names = sheets.map(({ name }) => Buffer.from(name, 'utf16le'));
  const fixed = start.length + globals.reduce((sum, record) => sum + record.length, 0) + 4;
  let at = fixed + names.reduce((sum, name) => sum + 4 + 8 + name.length, 0);
  const bodies: Buffer[] = [];
  const entries = sheets.map(({ name, state = 0, kind = 0, records }, index) => {
    const entry = Buffer.alloc(8);
    entry.writeUInt32LE(at, 0);
    entry.set([state, kind, name.length, 1], 4);
    const body = Buffer.concat([xlsRecord(0x809, '00061000'), ...records, xlsRecord(0x0a)]);
    bodies.push(body);
    at += body.length;
    return xlsRecord(0x85, Buffer.concat([entry, names[index] ?? Buffer.alloc(0)]));
  });
  return Buffer.concat([start, ...globals, ...entries, xlsRecord(0x0a), ...bodies]);
}
