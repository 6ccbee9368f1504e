// A source is followed in the name of whoever answers for it, and only for as long as that person may.
import type { Caller } from '../access/access.ts';
import type { PersonId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { StopReason } from './contract.ts';
import type { SourceDatabase, SourceRow } from './sources.store.ts';

/** What a person may do and write by now; nothing once the account is out of use. */
export type StandingOf = (person: PersonId) => Promise<Pick<Caller, 'permissions' | 'writing'> | undefined>;

/** Nothing where it may go on. */
export async function reasonToStop(standingOf: StandingOf, { added_by, access_class_id }: SourceRow): Promise<StopReason | undefined> {
  const standing = await standingOf(added_by);
  if (!standing) return 'person-gone';
  if (!standing.permissions.has('sources.manage')) return 'role-gone';
  const { scope } = standing.writing;
  return scope === 'all' || scope.includes(access_class_id) ? undefined : 'place-closed';
}

/** Once, on record. */
export async function stopSource(
  { database, ledger }: { readonly database: SourceDatabase; readonly ledger: Ledger },
  { id, added_by }: SourceRow,
  because: StopReason,
  now: Date,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const stopped = await transaction
      .updateTable('library_source')
      .set({ stopped_at: now, stopped_because: because })
      .where('id', '=', id)
      .where('stopped_at', 'is', null)
      .returning('id')
      .execute();
    if (stopped.length === 0) return;
    await ledger.appendWithin(transaction, {
      action: 'source-stopped',
      actor: { kind: 'system', id: 'sources' },
      subject: { kind: 'source', id },
      details: { because, person: added_by },
    });
  });
}
