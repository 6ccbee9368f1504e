// Legal holds 法律保全: placed by one, since a hold only keeps; lifted by two, since what was kept may then be removed.
import type { Transaction } from 'kysely';
import { actorOf, type Caller } from '../access/access.ts';
import type { Changes } from '../access/changes/changes.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type ChangeId, type DocumentId, documentIdSchema, type HoldId, holdIdSchema, newId, type PersonId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Held } from '../store/kept.ts';
import { sameTransaction, type Store } from '../store/store.ts';
import type { Hold, HoldWish } from './contract.ts';
import { entryOf } from './hold-entry.ts';
import { holdLift } from './hold-lift.ts';
import {
  findHoldRow,
  type HoldRow,
  type HoldTables,
  insertHold,
  isPerson,
  type ListedHoldRow,
  listHoldRows,
  lockedHeld,
} from './holds.store.ts';

/** What the library says of a document. */
export interface HoldableDocuments {
  /** Whether there is one, whoever may read it. */
  isThere(within: Transaction<unknown>, id: DocumentId): Promise<boolean>;
  /** For those who may read it. */
  titleOf(caller: Caller, id: DocumentId): Promise<string | undefined>;
}

export interface HoldsDependencies {
  readonly store: Store;
  readonly seal: Pick<Seal, 'columns'>;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly clock: Clock;
  readonly documents: HoldableDocuments;
}

export function createHolds({ store, seal, ledger, changes, clock, documents }: HoldsDependencies) {
  const database = store.tables<HoldTables>();
  const reasons = seal.columns.text({ table: 'legal_hold', column: 'reason', purpose: 'retention' });
  const nameOf = async ({ kind, target, target_name: person }: ListedHoldRow, caller: Caller): Promise<string | null> =>
    kind === 'document' ? ((await documents.titleOf(caller, documentIdSchema.parse(target))) ?? null) : person;
  const present = async (row: ListedHoldRow, caller: Caller): Promise<Hold> => ({
    id: row.id,
    kind: row.kind,
    target: row.target,
    name: await nameOf(row, caller),
    from: row.begins_at?.toISOString() ?? null,
    until: row.ends_at?.toISOString() ?? null,
    reason: reasons.open(row.id, row.reason),
    placedAt: row.placed_at.toISOString(),
    placedBy: row.placer_name,
    liftedAt: row.lifted_at?.toISOString() ?? null,
  });
  const find = async (id: HoldId, caller: Caller): Promise<Hold | undefined> => {
    const row = await findHoldRow(database, id);
    return row && present(row, caller);
  };
  const lift = holdLift({ find });
  changes.register(lift);

  async function mustBeThere(within: Transaction<HoldTables>, on: HoldWish): Promise<void> {
    if (on.kind === 'person' && !(await isPerson(within, on.personId))) throw new AppError('not-found', { what: 'person 人员' });
    if (on.kind === 'document' && !(await documents.isThere(sameTransaction(within), on.documentId)))
      throw new AppError('not-found', { what: 'document 文档' });
  }

  const standing = (within: Transaction<unknown>): Promise<Held> => lockedHeld(sameTransaction(within));

  return {
    /** What is held now; until the transaction ends no other hold is placed. */
    standing,

    async list(caller: Caller, which: 'standing' | 'all'): Promise<Hold[]> {
      const shown: Hold[] = [];
      for (const row of await listHoldRows(database, which)) shown.push(await present(row, caller));
      return shown;
    },

    /** Whether a person who has been here since then is held, or the time of it; until the transaction ends no other hold is placed. */
    async covers(within: Transaction<unknown>, person: PersonId, since: Date): Promise<boolean> {
      const held = await standing(within);
      return held.people.includes(person) || held.spans.some(({ until }) => until === null || until > since);
    },

    async place(caller: Caller, on: HoldWish, reason: string): Promise<Hold> {
      const now = clock.now();
      const id = newId(holdIdSchema, now.getTime());
      const place = placeOf(on);
      if (place.ends_at && place.begins_at && place.ends_at <= place.begins_at)
        throw new AppError('invalid-input', { fault: 'until: 结束时间应晚于开始时间 it must lie after the beginning' });
      await database.transaction().execute(async (transaction) => {
        const row = { id, ...place, reason: reasons.seal(id, reason), placed_at: now, placed_by: caller.person, lifted_at: null };
        // First: from here on nothing is removed until the hold stands, and then what it names must still be there.
        if (!(await insertHold(transaction, row)))
          throw new AppError('conflict', { fault: '这项保全已在生效 this is under a hold already' });
        await mustBeThere(transaction, on);
        await ledger.appendWithin(transaction, {
          ...entryOf('hold-placed', row),
          actor: actorOf(caller),
          personal: { reason },
        });
      });
      const hold = await find(id, caller);
      if (!hold) throw new AppError('internal', { requestId: id });
      return hold;
    },

    /** Takes another person to decide, but on a site of one person. */
    proposeLift: (caller: Caller, holdId: HoldId, reason: string): Promise<ChangeId | null> =>
      changes.proposeOrApply(caller, lift, { holdId }, reason),
  };
}

function placeOf(on: HoldWish): Pick<HoldRow, 'kind' | 'target' | 'begins_at' | 'ends_at'> {
  if (on.kind !== 'span')
    return { kind: on.kind, target: on.kind === 'person' ? on.personId : on.documentId, begins_at: null, ends_at: null };
  return { kind: 'span', target: null, begins_at: new Date(on.from), ends_at: on.until === null ? null : new Date(on.until) };
}
