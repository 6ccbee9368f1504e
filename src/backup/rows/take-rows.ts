// All rows as they are at one moment, while the product runs. First every table is read in short slices, between which others
// have their turn; then, in one transaction, each range of keys in which something was written since is read again. On a server
// that transaction sees one snapshot and blocks nobody; on PGlite it holds the only connection, for as long as the look takes.
import type { Kysely, Transaction } from 'kysely';
import type { Store } from '../../store/store.ts';
import { type Table, estimateRows, readCatalogue, readMigration, readSequences } from './catalogue.store.ts';
import { addHashes, type Chunk, createChunkCutter, hashOf, hashText } from './chunk-cutter.ts';
import { type Key, lookAgain, oldestRunning, type Range, readAll, readSlice, writeValuesAlike } from './read-rows.store.ts';

/** Rows read at once: some milliseconds, in which nobody else has the connection of an embedded database. */
const sliceRows = 200;

export interface TableTaken {
  readonly name: string;
  readonly rows: number;
  readonly rowsHash: string;
  readonly chunks: readonly string[];
}

export interface RowsTaken {
  readonly takenAt: Date;
  readonly migration: string;
  readonly tables: readonly TableTaken[];
  readonly sequences: readonly { name: string; value: string }[];
  readonly rows: number;
  readonly contentBytes: number;
}

export interface TakeRowsOptions {
  readonly store: Store;
  /** Stores the content and names it. */
  readonly keep: (content: Uint8Array) => Promise<string>;
  /** Read in the same transaction as the rows. */
  readonly within: (transaction: Transaction<unknown>) => Promise<void>;
  readonly now: () => Date;
  readonly onProgress: (share: number) => void;
}

interface RangeTaken extends Range {
  readonly rows: number;
  readonly hashSum: bigint;
  readonly bytes: number;
  readonly name: string;
}

export async function takeRows({ store, keep, within, now, onProgress }: TakeRowsOptions): Promise<RowsTaken> {
  const database = store.tables<unknown>();
  const since = await oldestRunning(database);
  const expected = Math.max(await estimateRows(database), 1);
  const first = new Map<string, RangeTaken[]>();
  let done = 0;
  for (const table of await readCatalogue(database)) {
    if (table.key.length === 0) continue;
    const ranges: RangeTaken[] = [];
    for await (const chunk of chunksOf(database, table, {}, true)) {
      ranges.push(await keepRange(chunk, ranges.at(-1)?.to, keep));
      onProgress(Math.min((done += chunk.rows) / expected, 1));
    }
    first.set(table.name, ranges);
  }
  return database
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (transaction) => {
      await writeValuesAlike(transaction);
      const tables: TableTaken[] = [];
      let contentBytes = 0;
      for (const table of await readCatalogue(transaction)) {
        const ranges =
          table.key.length === 0
            ? await takeWhole(transaction, table, keep)
            : await takeChanged(transaction, table, first.get(table.name) ?? [], since, keep);
        contentBytes += ranges.reduce((sum, { bytes }) => sum + bytes, 0);
        tables.push({
          name: table.name,
          rows: ranges.reduce((sum, { rows }) => sum + rows, 0),
          rowsHash: hashText(ranges.reduce((sum, { hashSum }) => addHashes(sum, hashSum), 0n)),
          chunks: ranges.map(({ name }) => name),
        });
      }
      await within(transaction);
      return {
        takenAt: now(),
        migration: (await readMigration(transaction)) ?? '',
        tables,
        sequences: await readSequences(transaction),
        rows: tables.reduce((sum, { rows }) => sum + rows, 0),
        contentBytes,
      };
    });
}

/** Counts and hashes of all tables, to be compared with those of a backup. */
export async function measureRows(store: Store): Promise<ReadonlyMap<string, { rows: number; rowsHash: string }>> {
  const nothing = async (): Promise<string> => '';
  const { tables } = await takeRows({ store, keep: nothing, within: async () => {}, now: () => new Date(), onProgress: () => {} });
  return new Map(tables.map(({ name, rows, rowsHash }) => [name, { rows, rowsHash }]));
}

type Keep = TakeRowsOptions['keep'];

async function keepRange({ content, rows, hashSum, lastKey }: Chunk, after: Key | undefined, keep: Keep): Promise<RangeTaken> {
  return { after, to: lastKey, rows, hashSum, bytes: content.length, name: await keep(content) };
}

/** Beside a running product each slice is a transaction of its own. */
async function* chunksOf(database: Kysely<unknown>, table: Table, range: Range, isApart: boolean): AsyncGenerator<Chunk> {
  const cutter = createChunkCutter();
  let after = range.after;
  for (;;) {
    const slice = { ...range, after };
    const rows = isApart
      ? await database.transaction().execute(async (transaction) => {
          await writeValuesAlike(transaction);
          return readSlice(transaction, table, slice, sliceRows);
        })
      : await readSlice(database, table, slice, sliceRows);
    for (const row of rows) {
      const chunk = cutter.add(row);
      if (chunk) yield chunk;
    }
    after = rows.at(-1)?.key;
    if (rows.length < sliceRows) break;
  }
  const rest = cutter.rest();
  if (rest) yield rest;
}

/** The last range has no upper end here: what was added since stands there. */
async function takeChanged(
  transaction: Kysely<unknown>,
  table: Table,
  ranges: readonly RangeTaken[],
  since: string,
  keep: Keep,
): Promise<RangeTaken[]> {
  const taken: RangeTaken[] = [];
  for (const range of ranges.length === 0 ? [undefined] : ranges) {
    const bounds: Range = range === undefined || range === ranges.at(-1) ? { after: range?.after } : { after: range.after, to: range.to };
    const { count, isWritten } = await lookAgain(transaction, table, bounds, since);
    if (range !== undefined && !isWritten && count === range.rows) taken.push(range);
    else if (count > 0) {
      for await (const chunk of chunksOf(transaction, table, bounds, false)) taken.push(await keepRange(chunk, undefined, keep));
    }
  }
  return taken;
}

async function takeWhole(transaction: Kysely<unknown>, table: Table, keep: Keep): Promise<RangeTaken[]> {
  const lines = await readAll(transaction, table);
  if (lines.length === 0) return [];
  const content = Buffer.from(lines.map((line) => `${line}\n`).join(''));
  const hashSum = lines.reduce((sum, line) => addHashes(sum, hashOf(line)), 0n);
  return [{ rows: lines.length, hashSum, bytes: content.length, name: await keep(content) }];
}
