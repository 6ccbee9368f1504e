// Verifying the ledger where it is kept: every record and checkpoint in the database, some rows at a time so that others are served.
import { originOf } from './checkpoints.ts';
import type { Verification } from './contract.ts';
import { recordsBetween } from './export.ts';
import { type LedgerDatabase, listKeys, readHead, readStart } from './ledger.store.ts';
import { parseVerifier } from './signing-key.ts';
import { createCheck } from './verify.ts';

const rowsAtOnce = 1000;

export type VerificationEvent =
  | { readonly kind: 'records-checked'; readonly done: number; readonly total: number }
  | { readonly kind: 'ledger-verified'; readonly verification: Verification };

/** Everything up to the newest checkpoint, which covers `size` records. */
export async function* verifyDatabase(database: LedgerDatabase, size: number): AsyncGenerator<VerificationEvent, Verification> {
  const start = await readStart(database);
  const { ledgerId } = await readHead(database);
  const notes = await database.selectFrom('ledger_checkpoint').select('note').where('size', '<=', size).orderBy('size').execute();
  const keys = (await listKeys(database)).flatMap((text) => parseVerifier(text) ?? []);
  const check = createCheck({ origin: originOf(ledgerId), start, keys, notes: notes.map(({ note }) => note) });
  const total = size - start.size;
  for (let from = start.size; from < size; from += rowsAtOnce) {
    for (const row of await recordsBetween(database, from, Math.min(from + rowsAtOnce, size))) {
      const subject = row.subject_kind === null ? null : { kind: row.subject_kind, id: row.subject_id ?? '' };
      const actor = { kind: row.actor_kind, id: row.actor_id };
      check.take({
        hash: row.hash,
        body: row.body,
        repeated: { time: row.time.toISOString(), action: row.action, actor, subject, outcome: row.outcome },
      });
    }
    yield { kind: 'records-checked', done: Math.min(from + rowsAtOnce - start.size, total), total };
  }
  return check.finish();
}
