// The proof that a checkpoint covers a record: the audit path of RFC 9162 from the record's leaf up to the root. Hashes come from
// the records that are still there, from the kept roots of complete subtrees, and from the frontier behind which records were cut.
import type { LedgerDatabase } from './ledger.store.ts';
import { type Frontier, leafHash, leftSize, nodeHash } from './merkle.ts';

/** Every how many levels the roots of complete subtrees are kept: a proof then reads at most 256 hashes for each step. */
export const nodeLevelStep = 8;

export async function inclusionPath(database: LedgerDatabase, index: number, size: number, cut: Frontier): Promise<Buffer[]> {
  const rangeHash = rangeHasher(database, cut);
  const path: Buffer[] = [];
  let [start, end] = [0, size];
  while (end - start > 1) {
    const middle = start + leftSize(end - start);
    const isLeft = index < middle;
    path.unshift(await (isLeft ? rangeHash(middle, end) : rangeHash(start, middle)));
    if (isLeft) end = middle;
    else start = middle;
  }
  return path;
}

/** Root over the leaves from `start` up to, not including, `end`. */
function rangeHasher(database: LedgerDatabase, cut: Frontier): (start: number, end: number) => Promise<Buffer> {
  const cutRoots = placesOf(cut);
  const blocks = new Map<string, Promise<ReadonlyMap<number, Buffer>>>();
  const width = 2 ** nodeLevelStep;

  async function kept(level: number, index: number): Promise<Buffer | undefined> {
    const block = Math.floor(index / width);
    const key = `${level} ${block}`;
    let hashes = blocks.get(key);
    if (!hashes) blocks.set(key, (hashes = readBlock(database, level, block * width, width)));
    return (await hashes).get(index);
  }

  return async function rangeHash(start: number, end: number): Promise<Buffer> {
    const cutRoot = cutRoots.get(`${start} ${end}`);
    if (cutRoot) return cutRoot;
    const level = Math.log2(end - start);
    if (Number.isInteger(level) && level % nodeLevelStep === 0) {
      const found = await kept(level, start / (end - start));
      if (found) return found;
    }
    if (end - start === 1) throw new Error(`the hash of record ${end} is missing`);
    const middle = start + leftSize(end - start);
    return nodeHash(await rangeHash(start, middle), await rangeHash(middle, end));
  };
}

/** The roots of a frontier by the leaves that they cover. */
function placesOf({ size, roots }: Frontier): ReadonlyMap<string, Buffer> {
  const places = new Map<string, Buffer>();
  let start = 0;
  for (const root of roots) {
    let width = 1;
    while (width * 2 <= size - start) width *= 2;
    places.set(`${start} ${start + width}`, root);
    start += width;
  }
  return places;
}

async function readBlock(database: LedgerDatabase, level: number, from: number, count: number): Promise<ReadonlyMap<number, Buffer>> {
  if (level === 0) {
    const rows = await database
      .selectFrom('ledger_record')
      .select(['sequence', 'hash'])
      .where('sequence', '>', from)
      .where('sequence', '<=', from + count)
      .execute();
    return new Map(rows.map(({ sequence, hash }) => [sequence - 1, leafHash(Buffer.from(hash, 'hex'))]));
  }
  const rows = await database
    .selectFrom('ledger_node')
    .select(['index', 'hash'])
    .where('level', '=', level)
    .where('index', '>=', from)
    .where('index', '<', from + count)
    .execute();
  return new Map(rows.map(({ index, hash }) => [index, Buffer.from(hash, 'hex')]));
}
