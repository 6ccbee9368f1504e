// Looking at the ledger: records newest first, and one record with its place in the chain and in the tree.
import { AppError } from '../base/errors.ts';
import { frontierOf, presentCheckpoint } from './checkpoints.ts';
import { type Checkpoint, type LedgerAction, type LedgerRecord, recordSchema } from './contract.ts';
import { type LedgerDatabase, readHead, readStart } from './ledger.store.ts';
import { inclusionPath } from './proof.ts';

export interface ListingFilter {
  readonly before?: number | undefined;
  readonly limit: number;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly action?: LedgerAction | undefined;
  /** Id of who acted. */
  readonly actor?: string | undefined;
  /** Id of what was acted upon. */
  readonly subject?: string | undefined;
  readonly outcome?: LedgerRecord['outcome'] | undefined;
}

interface ListedRecord {
  readonly hash: string;
  readonly record: LedgerRecord;
}
export interface Listing {
  readonly records: ListedRecord[];
  readonly nextBefore: number | null;
  readonly size: number;
}

export async function browse(
  database: LedgerDatabase,
  { before, limit, from, to, action, actor, subject, outcome }: ListingFilter,
): Promise<Listing> {
  let query = database
    .selectFrom('ledger_record')
    .select(['sequence', 'hash', 'body'])
    .orderBy('sequence', 'desc')
    .limit(limit + 1);
  if (before !== undefined) query = query.where('sequence', '<', before);
  if (from !== undefined) query = query.where('time', '>=', new Date(from));
  if (to !== undefined) query = query.where('time', '<', new Date(to));
  if (action !== undefined) query = query.where('action', '=', action);
  if (actor !== undefined) query = query.where('actor_id', '=', actor);
  if (subject !== undefined) query = query.where('subject_id', '=', subject);
  if (outcome !== undefined) query = query.where('outcome', '=', outcome);
  const rows = await query.execute();
  const page = rows.slice(0, limit);
  const { sequence: size } = await readHead(database);
  return { records: page.map(present), nextBefore: rows.length > limit ? (page.at(-1)?.sequence ?? null) : null, size };
}

export interface RecordInPlace extends ListedRecord {
  readonly nextHash: string | null;
  readonly personal: { name: string; isErased: boolean }[];
  readonly proof: { checkpoint: Checkpoint; index: number; path: string[] } | null;
}

export async function readRecord(database: LedgerDatabase, sequence: number): Promise<RecordInPlace> {
  const row = await database.selectFrom('ledger_record').selectAll().where('sequence', '=', sequence).executeTakeFirst();
  if (!row) throw new AppError('not-found', { what: 'record 账本记录' });
  const next = await database
    .selectFrom('ledger_record')
    .select('hash')
    .where('sequence', '=', sequence + 1)
    .executeTakeFirst();
  const open = await database.selectFrom('ledger_disclosure').select('name').where('sequence', '=', sequence).execute();
  const { record, hash } = present(row);
  return {
    hash,
    record,
    nextHash: next?.hash ?? null,
    personal: Object.keys(record.commitments).map((name) => ({ name, isErased: !open.some((one) => one.name === name) })),
    proof: await proofOf(database, sequence),
  };
}

/** By the first checkpoint that covers the record: the one whose fingerprints name it. */
async function proofOf(database: LedgerDatabase, sequence: number): Promise<RecordInPlace['proof']> {
  const checkpoint = await database
    .selectFrom('ledger_checkpoint')
    .selectAll()
    .where('size', '>=', sequence)
    .orderBy('size')
    .limit(1)
    .executeTakeFirst();
  if (!checkpoint) return null;
  const index = sequence - 1;
  const path = await inclusionPath(database, index, checkpoint.size, frontierOf(await readStart(database)));
  return { checkpoint: presentCheckpoint(checkpoint), index, path: path.map((hash) => hash.toString('hex')) };
}

function present({ hash, body }: { readonly hash: string; readonly body: string }): ListedRecord {
  return { hash, record: recordSchema.parse(JSON.parse(body)) };
}
