// The ledger's public face: entries in, proofs out. What cannot be put on record must not happen: `append` fails then, and
// whoever called it must not answer.
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { Log } from '../base/log.ts';
import type { Kept } from '../store/kept.ts';
import type { Store } from '../store/store.ts';
import { createAppender, type Outage, type Receipt } from './append.ts';
import { readBeginning } from './beginning.ts';
import { browse, type Listing, type ListingFilter, readRecord, type RecordInPlace } from './browse.ts';
import { makeCheckpoint, presentCheckpoint } from './checkpoints.ts';
import type { Beginning, Checkpoint, Entry } from './contract.ts';
import { type LedgerTables, listCheckpointRows, listKeys, readHead } from './ledger.store.ts';
import { exportLines } from './export.ts';
import { createTexts, type Texts } from './kept-texts.store.ts';
import { type PersonalRecords, personalRecords } from './personal-records.store.ts';
import type { DisclosureSeal } from './record.ts';
import type { Alongside } from './rows-with.ts';
import { keptRecords } from './retention.store.ts';
import type { Signer } from './signing-key.ts';
import { createUsage, type Usage } from './usage.store.ts';
import { verifyDatabase, type VerificationEvent } from './verify-database.ts';

export type { Detail, Entry } from './contract.ts';
export type { DisclosureSeal } from './record.ts';
export { openSigner, signerOf } from './signing-key.ts';

export interface LedgerDependencies {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly signer: Signer;
  /** Where the notes of checkpoints are written: meant to be another machine or a medium that is written once. */
  readonly exportFolder: string;
  /** Seals what stands beside the records; without it it is kept as it is. */
  readonly seal?: DisclosureSeal;
  /** Told of every commit. */
  readonly onAppended?: ((records: number, elapsedMs?: number) => void) | undefined;
}

export interface Ledger {
  /**
   * Resolves once the record is durable, and the rows `alongside` with it: all stand or none does.
   * Never wait for it inside a transaction: use `appendWithin` there.
   */
  append(entry: Entry, ...alongside: readonly Alongside[]): Promise<Receipt>;
  /** On record exactly if the transaction commits; until then nobody else can append. Call it last. */
  appendWithin<Tables>(transaction: Transaction<Tables>, entry: Entry): Promise<Receipt>;
  list(filter: ListingFilter): Promise<Listing>;
  /** A record with its place in the chain and in the tree. */
  get(sequence: number): Promise<RecordInPlace>;
  /** Signs a checkpoint over everything on record; nothing while there is nothing. */
  checkpoint(): Promise<Checkpoint | undefined>;
  checkpoints(limit: number): Promise<{ checkpoints: Checkpoint[]; size: number; keys: string[] }>;
  /** Checks every record, the chain and every checkpoint in the database, and puts on record that it was done. */
  verify(actor: Entry['actor']): AsyncGenerator<VerificationEvent, void, undefined>;
  /** The whole ledger as JSON Lines; putting that on record comes first and is part of it. */
  export(actor: Entry['actor'], withDisclosures: boolean): AsyncGenerator<string, void, undefined>;
  /** Where the records begin: the last cut, and who set the period by which it was made. */
  beginning(): Promise<Beginning>;
  /** The records as data that is kept for a time: cut as far as nothing that is held lies before. */
  readonly kept: Kept;
  /** Personal texts, erased by rooms that remove what they tell of. */
  readonly texts: Texts;
  readonly personal: PersonalRecords;
  /** What the records tell of use. */
  readonly usage: Usage;
  /** The last time of this process in which nothing could be written, once that is over. */
  outage(): Outage | undefined;
  /** Writes what waits and makes a last checkpoint. */
  close(): Promise<void>;
}

const noSeal: DisclosureSeal = { seal: (_, text) => text, open: (_, text) => text };

/** When the whole ledger was last verified, and with which result. */
export async function verificationState(ledger: Pick<Ledger, 'list'>) {
  const { records, size } = await ledger.list({ action: 'ledger-verified', limit: 1 });
  const last = records[0]?.record;
  return { verifiedAt: last?.time ?? null, isWhole: last ? last.outcome === 'done' : null, records: size };
}

/** A checkpoint at least so often while entries arrive. */
const checkpointEveryMs = 60_000;
const checkpointEveryRecords = 1024;

export function createLedger({ store, clock, log, signer, exportFolder, seal = noSeal, onAppended }: LedgerDependencies): Ledger {
  const database = store.tables<LedgerTables>();
  let sinceCheckpoint = 0;
  let timer: NodeJS.Timeout | undefined;
  let making: Promise<Checkpoint | undefined> = Promise.resolve(undefined);

  const appender = createAppender(database, clock, seal, (count, elapsedMs) => {
    onAppended?.(count, elapsedMs);
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
    outage: appender.outage,
    list: (filter) => browse(database, filter),
    get: (sequence) => readRecord(database, sequence),
    checkpoint,
    async *verify(actor) {
      const size = (await checkpoint())?.size ?? 0;
      const checking = verifyDatabase(database, size);
      let next = await checking.next();
      for (; !next.done; next = await checking.next()) yield next.value;
      const verification = next.value;
      const { isWhole, fault, records } = verification;
      const details = { records, size, fault: fault && { kind: fault.kind, sequence: fault.sequence } };
      await appender.append({ action: 'ledger-verified', actor, outcome: isWhole ? 'done' : 'failed', details });
      yield { kind: 'ledger-verified', verification };
    },
    async *export(actor, withDisclosures) {
      await appender.append({ action: 'ledger-exported', actor, details: { withDisclosures } });
      const size = (await checkpoint())?.size ?? 0;
      yield* exportLines(database, { withDisclosures, size, seal });
    },
    beginning: () => readBeginning(database),
    kept: keptRecords({ database, appendWithin: appender.appendWithin }, async () => void (await checkpoint())),
    texts: createTexts(database),
    personal: personalRecords(database, seal),
    usage: createUsage(database),
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
