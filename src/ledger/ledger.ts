// The ledger's public face: entries in, proofs out. What cannot be put on record must not happen: `append` fails then, and
// whoever called it must not answer.
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Store } from '../store/store.ts';
import { createAppender, type Receipt } from './append.ts';
import { browse, type Listing, type ListingFilter, readRecord, type RecordInPlace } from './browse.ts';
import { makeCheckpoint, presentCheckpoint } from './checkpoints.ts';
import type { Checkpoint, Entry } from './contract.ts';
import { type LedgerTables, listCheckpointRows, listKeys, readHead } from './ledger.store.ts';
import type { DisclosureSeal } from './record.ts';
import type { Signer } from './signing-key.ts';

export type { Entry } from './contract.ts';
export type { DisclosureSeal } from './record.ts';
export { openSigner, signerOf } from './signing-key.ts';

export interface LedgerDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly signer: Signer;
  /** Where the notes of checkpoints are written: meant to be another machine or a medium that is written once. */
  readonly exportFolder: string;
  /** Seals personal texts; without it they are kept as they are. */
  readonly seal?: DisclosureSeal;
}

export interface Ledger {
  /** Resolves once the record is durable. Never wait for it inside a transaction: use `appendWithin` there. */
  append(entry: Entry): Promise<Receipt>;
  /** On record exactly if the transaction commits; until then nobody else can append. Call it last. */
  appendWithin<Tables>(transaction: Transaction<Tables>, entry: Entry): Promise<Receipt>;
  list(filter: ListingFilter): Promise<Listing>;
  /** A record with its place in the chain and in the tree. */
  get(sequence: number): Promise<RecordInPlace>;
  /** Signs a checkpoint over everything on record; nothing while there is nothing. */
  checkpoint(): Promise<Checkpoint | undefined>;
  checkpoints(limit: number): Promise<{ checkpoints: Checkpoint[]; size: number; keys: string[] }>;
  /** Writes what waits and makes a last checkpoint. */
  close(): Promise<void>;
}

/** A checkpoint at least so often while entries arrive. */
const checkpointEveryMs = 60_000;
const checkpointEveryRecords = 1024;

export function createLedger({ store, clock, log, signer, exportFolder, seal }: LedgerDependencies): Ledger {
  const database = store.tables<LedgerTables>();
  let sinceCheckpoint = 0;
  let timer: NodeJS.Timeout | undefined;
  let making: Promise<Checkpoint | undefined> = Promise.resolve(undefined);

  const appender = createAppender(database, clock, seal, (count) => {
    sinceCheckpoint += count;
    if (sinceCheckpoint >= checkpointEveryRecords) checkpointSoon(0);
    else timer ??= setTimeout(() => checkpointSoon(0), checkpointEveryMs).unref();
  });

  function checkpointSoon(count: number): void {
    sinceCheckpoint = count;
    // The records stand without it; the next one covers them too.
    checkpoint().catch((error: unknown) => log.error('checkpoint-failed', error));
  }

  /** One at a time. */
  function checkpoint(): Promise<Checkpoint | undefined> {
    clearTimeout(timer);
    timer = undefined;
    const next = making.catch(() => undefined).then(() => makeCheckpoint({ database, clock, signer, exportFolder }));
    making = next;
    return next;
  }

  return {
    append: appender.append,
    appendWithin: appender.appendWithin,
    list: (filter) => browse(database, filter),
    get: (sequence) => readRecord(database, sequence),
    checkpoint,
    async checkpoints(limit) {
      const { sequence } = await readHead(database);
      const rows = await listCheckpointRows(database, limit);
      return { checkpoints: rows.map(presentCheckpoint), size: sequence, keys: await listKeys(database) };
    },
    async close() {
      await appender.settle();
      await checkpoint().catch((error: unknown) => log.error('checkpoint-failed', error));
    },
  };
}
