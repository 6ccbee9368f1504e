// The ledger's tables. Whoever appends changes the one row of the head in the same transaction, so that there is one order,
// whatever replicas do.
import { CompiledQuery, type Kysely, type Selectable, type Transaction } from 'kysely';
import type { LedgerAction, LedgerRecord } from './contract.ts';
import type { ChainedRecord, Head } from './record.ts';
import type { Group } from './rows-with.ts';

export interface LedgerTables {
  ledger_record: {
    sequence: number;
    hash: string;
    body: string;
    time: Date;
    action: LedgerAction;
    actor_kind: LedgerRecord['actor']['kind'];
    actor_id: string;
    subject_kind: string | null;
    subject_id: string | null;
    outcome: LedgerRecord['outcome'];
  };
  ledger_disclosure: { id: string; sequence: number; name: string; value: string };
  ledger_head: { id: number; ledger_id: string; sequence: number; hash: string };
  ledger_checkpoint: {
    size: number;
    root: string;
    frontier: string[];
    note: string;
    key_name: string;
    made_at: Date;
    exported_at: Date | null;
  };
  ledger_key: { verifier: string; first_used_at: Date };
  ledger_node: { level: number; index: number; hash: string };
  ledger_verification: { scheduled_for: Date };
  ledger_start: { id: number; size: number; previous: string; frontier: string[] };
}
export type LedgerDatabase = Kysely<LedgerTables>;

export async function readHead(database: LedgerDatabase): Promise<Head & { readonly ledgerId: string }> {
  const row = await database.selectFrom('ledger_head').select(['ledger_id', 'sequence', 'hash']).executeTakeFirstOrThrow();
  return { sequence: row.sequence, hash: row.hash, ledgerId: row.ledger_id };
}

export async function lockHead(transaction: Transaction<LedgerTables>): Promise<Head> {
  return transaction.selectFrom('ledger_head').select(['sequence', 'hash']).forUpdate().executeTakeFirstOrThrow();
}

/**
 * Writes records behind the head that they were chained to, in one statement: moves the head, inserts records, personal texts
 * and the rows that go with them, or nothing of it when the head has moved meanwhile. Resolves to whether it was written.
 */
export async function writeBehind(
  database: LedgerDatabase,
  expected: Head,
  records: readonly ChainedRecord[],
  group: Group,
): Promise<boolean> {
  const last = records.at(-1)?.head;
  if (!last) return true;
  const rows = records.map(({ head, body, content: { time, action, actor, subject, outcome } }) => ({
    ...head,
    body,
    time,
    action,
    actor_kind: actor.kind,
    actor_id: actor.id,
    subject_kind: subject?.kind ?? null,
    subject_id: subject?.id ?? null,
    outcome,
  }));
  const disclosures = records.flatMap(({ head, disclosures: own }) => own.map((one) => ({ ...one, sequence: head.sequence })));
  const values = [expected, last, rows, disclosures].map((value) => JSON.stringify(value));
  const statement = CompiledQuery.raw(writing(group.functions()), [...values, ...group.values()]);
  const { rows: results } = await database.executeQuery<{ isWritten: boolean }>(statement);
  return results[0]?.isWritten === true;
}

/** Nothing else is written unless the records are. */
function writing(functions: readonly string[]): string {
  const calls = functions.map((name, index) => `${name}($${index + 5}::jsonb)`);
  const others = calls.length === 0 ? 'true' : calls.join(' and ');
  return `select case when ledger_append($1, $2, $3, $4) then ${others} else false end as "isWritten"`;
}

export type StartRow = Pick<Selectable<LedgerTables['ledger_start']>, 'size' | 'previous' | 'frontier'>;

/** Where the records begin. */
export async function readStart(database: LedgerDatabase): Promise<StartRow> {
  return database.selectFrom('ledger_start').select(['size', 'previous', 'frontier']).executeTakeFirstOrThrow();
}

export async function listCheckpointRows(database: LedgerDatabase, limit: number) {
  return database.selectFrom('ledger_checkpoint').selectAll().orderBy('size', 'desc').limit(limit).execute();
}

/** Verifier keys that have signed, oldest first. */
export async function listKeys(database: LedgerDatabase): Promise<string[]> {
  const rows = await database.selectFrom('ledger_key').select('verifier').orderBy('first_used_at').execute();
  return rows.map(({ verifier }) => verifier);
}

export async function wasVerifiedSince(database: LedgerDatabase, moment: Date): Promise<boolean> {
  const rows = await database.selectFrom('ledger_verification').selectAll().where('scheduled_for', '>=', moment).limit(1).execute();
  return rows.length > 0;
}

/** Whether it is ours to verify: a moment of the schedule belongs to one replica. */
export async function claimVerification(database: LedgerDatabase, moment: Date): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('ledger_verification')
    .values({ scheduled_for: moment })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}
