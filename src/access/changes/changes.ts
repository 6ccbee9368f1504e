// What takes two people 变更申请: one proposes, another who holds the other power decides, and it is applied in one transaction
// with its record. Rooms register the kinds of change that are theirs.
import type { Transaction } from 'kysely';
import type { z } from 'zod';
import type { Clock } from '../../base/clock.ts';
import { AppError, systemCode } from '../../base/errors.ts';
import { type ChangeId, changeIdSchema, newId } from '../../base/ids.ts';
import type { Permission } from '../../base/permissions.ts';
import type { Entry, Ledger } from '../../ledger/ledger.ts';
import { sameTransaction, type Store } from '../../store/store.ts';
import { actorOf, authorise, type Caller } from '../access.ts';
import {
  type ChangeRow,
  type ChangeState,
  type ChangeTables,
  endChange,
  eraseReasonsAbout,
  expireChanges,
  findChangeRow,
  listChangeRows,
} from './changes.store.ts';

/** What a change says to those who decide. */
export interface ChangeSentence {
  readonly zh: string;
  readonly en: string;
}

export interface ChangeKind<Payload extends z.ZodType = z.ZodType> {
  readonly kind: string;
  readonly payload: Payload;
  /** Who may propose it, and who may decide; nobody decides on what he proposed himself. */
  readonly proposer: Permission;
  readonly approver: Permission;
  /** What it is about: only one request about it waits at a time. */
  subjectOf(payload: z.output<Payload>): string;
  /** As this caller may see it; nothing when he may not know of it. */
  describe(payload: z.output<Payload>, caller: Caller): Promise<ChangeSentence | undefined>;
  /** Fails when it cannot be: asked when it is proposed. */
  check(payload: z.output<Payload>, caller: Caller): Promise<void>;
  /** Applies it, and says what goes on record. */
  apply(transaction: Transaction<unknown>, payload: z.output<Payload>, now: Date, people: ChangePeople): Promise<Omit<Entry, 'actor'>>;
}
export interface ChangePeople {
  readonly proposedBy: Caller['person'];
  readonly approvedBy: Caller['person'];
}

export interface Change {
  readonly id: ChangeId;
  readonly kind: string;
  readonly sentence: ChangeSentence;
  readonly reason: string;
  readonly state: ChangeState;
  readonly proposedBy: string;
  readonly proposedAt: string;
  readonly expiresAt: string;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly note: string | null;
  /** Whether the caller may decide on it, or take it back. */
  readonly mayDecide: boolean;
  readonly mayWithdraw: boolean;
}

export interface Changes {
  register<Payload extends z.ZodType>(kind: ChangeKind<Payload>): void;
  propose<Payload extends z.ZodType>(
    caller: Caller,
    kind: ChangeKind<Payload>,
    payload: z.output<Payload>,
    reason: string,
  ): Promise<ChangeId>;
  /**
   * For what must not wait where nobody could decide: proposed, but on a site of one person checked, applied and put on record at
   * once (null).
   */
  proposeOrApply<Payload extends z.ZodType>(
    caller: Caller,
    kind: ChangeKind<Payload>,
    payload: z.output<Payload>,
    reason: string,
  ): Promise<ChangeId | null>;
  list(caller: Caller, which: 'waiting' | 'ended', limit: number): Promise<Change[]>;
  /** What was proposed, for those who may know of the request. */
  payloadOf<Payload extends z.ZodType>(caller: Caller, kind: ChangeKind<Payload>, id: ChangeId): Promise<z.output<Payload>>;
  decide(caller: Caller, id: ChangeId, decision: 'approve' | 'reject', note: string | null): Promise<void>;
  withdraw(caller: Caller, id: ChangeId): Promise<void>;
  /** What was written about somebody whose data is erased; that there were requests stays. */
  eraseReasons(within: Transaction<unknown>, subject: string): Promise<void>;
}

/** A request that nobody decides on ends by itself, so that an old one is not approved by oversight. */
const openDays = 14;
const dayMs = 24 * 3600_000;

export function createChanges({
  store,
  ledger,
  clock,
}: {
  readonly store: Store;
  readonly ledger: Ledger;
  readonly clock: Clock;
}): Changes {
  const database = store.tables<ChangeTables>();
  const kinds = new Map<string, ChangeKind>();

  const kindOf = ({ kind }: { readonly kind: string }): ChangeKind => {
    const found = kinds.get(kind);
    if (!found) throw new AppError('internal', {}, { cause: new Error(`No room registered changes of kind ${kind}.`) });
    return found;
  };

  /** As the caller may see it: nothing when he may not know of it. */
  async function present(row: ChangeRow, caller: Caller): Promise<Change | undefined> {
    const kind = kindOf(row);
    const isOwn = row.proposed_by === caller.person;
    if (!isOwn && !caller.permissions.has(kind.approver) && !caller.permissions.has('changes.audit')) return undefined;
    const sentence = await kind.describe(kind.payload.parse(row.payload), caller);
    if (!sentence) return undefined;
    const isWaiting = row.state === 'waiting';
    return {
      id: row.id,
      kind: row.kind,
      sentence,
      reason: row.reason,
      state: row.state,
      proposedBy: row.proposer_name,
      proposedAt: row.proposed_at.toISOString(),
      expiresAt: row.expires_at.toISOString(),
      decidedBy: row.decider_name,
      decidedAt: row.decided_at?.toISOString() ?? null,
      note: row.note,
      mayDecide: isWaiting && !isOwn && caller.permissions.has(kind.approver),
      mayWithdraw: isWaiting && isOwn,
    };
  }

  /** A waiting request that the caller may know of. */
  async function mustFind(caller: Caller, id: ChangeId): Promise<{ row: ChangeRow; change: Change }> {
    await expireChanges(database, clock.now());
    const row = await findChangeRow(database, id);
    const change = row && (await present(row, caller));
    if (!row || !change) throw missing();
    if (row.state !== 'waiting') throw alreadyDecided();
    return { row, change };
  }

  const propose: Changes['propose'] = async (caller, kind, payload, reason) => {
    authorise(caller, kind.proposer);
    await kind.check(payload, caller);
    const id = newId(changeIdSchema, clock.now().getTime());
    await expireChanges(database, clock.now());
    await database.transaction().execute(async (transaction) => {
      const { numInsertedOrUpdatedRows } = await transaction
        .insertInto('change_request')
        .values({
          id,
          kind: kind.kind,
          subject: kind.subjectOf(payload),
          payload: JSON.stringify(payload),
          reason,
          state: 'waiting',
          proposed_by: caller.person,
          proposed_at: clock.now(),
          expires_at: new Date(clock.now().getTime() + openDays * dayMs),
          decided_by: null,
          decided_at: null,
          note: null,
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirstOrThrow();
      if (!numInsertedOrUpdatedRows)
        throw new AppError('conflict', { fault: '同一事项已有待办的申请 a request about this is already waiting' });
      await ledger.appendWithin(transaction, {
        action: 'change-proposed',
        actor: actorOf(caller),
        subject: { kind: 'change', id },
        details: { change: kind.kind, about: kind.subjectOf(payload) },
      });
    });
    return id;
  };

  const applyAlone: Changes['proposeOrApply'] = async (caller, kind, payload, reason) => {
    authorise(caller, kind.proposer);
    await kind.check(payload, caller);
    const now = clock.now();
    await database.transaction().execute(async (transaction) => {
      const people = { proposedBy: caller.person, approvedBy: caller.person };
      const applied = await telling(() => kind.apply(sameTransaction(transaction), payload, now, people));
      await ledger.appendWithin(transaction, { ...applied, actor: actorOf(caller), personal: { ...applied.personal, reason } });
    });
    return null;
  };

  return {
    register(kind) {
      kinds.set(kind.kind, kind);
    },
    propose,
    proposeOrApply: (caller, ...change) => (caller.scope === 'all' ? applyAlone(caller, ...change) : propose(caller, ...change)),
    async list(caller, which, limit) {
      await expireChanges(database, clock.now());
      const rows = await listChangeRows(
        database,
        which === 'waiting' ? ['waiting'] : ['applied', 'rejected', 'withdrawn', 'expired'],
        limit,
      );
      const shown: Change[] = [];
      for (const row of rows) {
        const change = await present(row, caller);
        if (change) shown.push(change);
      }
      return shown;
    },
    async payloadOf(caller, kind, id) {
      const row = await findChangeRow(database, id);
      if (!row || row.kind !== kind.kind || !(await present(row, caller))) throw missing();
      return kind.payload.parse(row.payload);
    },
    async decide(caller, id, decision, note) {
      const { row, change } = await mustFind(caller, id);
      if (row.proposed_by === caller.person) throw new AppError('second-person-needed');
      if (!change.mayDecide) throw new AppError('permission-denied', { permission: kindOf(row).approver });
      const kind = kindOf(row);
      const now = clock.now();
      const state = decision === 'approve' ? 'applied' : 'rejected';
      await database.transaction().execute(async (transaction) => {
        if (!(await endChange(transaction, id, { state, decided_by: caller.person, decided_at: now, note }))) throw alreadyDecided();
        const about = { subject: { kind: 'change', id }, actor: actorOf(caller) };
        if (decision === 'reject') {
          await ledger.appendWithin(transaction, { action: 'change-rejected', ...about, details: { change: row.kind } });
          return;
        }
        const people = { proposedBy: row.proposed_by, approvedBy: caller.person };
        const applied = await telling(() => kind.apply(sameTransaction(transaction), kind.payload.parse(row.payload), now, people));
        await ledger.appendWithin(transaction, { action: 'change-approved', ...about, details: { change: row.kind } });
        await ledger.appendWithin(transaction, {
          ...applied,
          actor: about.actor,
          details: { ...applied.details, change: id, proposedBy: row.proposed_by },
        });
      });
    },
    eraseReasons: async (within, subject) => {
      const transaction: Transaction<ChangeTables> = sameTransaction(within);
      await eraseReasonsAbout(transaction, subject);
    },
    async withdraw(caller, id) {
      const { change } = await mustFind(caller, id);
      if (!change.mayWithdraw) throw new AppError('permission-denied');
      await database.transaction().execute(async (transaction) => {
        const end = { state: 'withdrawn', decided_by: caller.person, decided_at: clock.now(), note: null } as const;
        if (!(await endChange(transaction, id, end))) throw alreadyDecided();
        await ledger.appendWithin(transaction, { action: 'change-withdrawn', actor: actorOf(caller), subject: { kind: 'change', id } });
      });
    },
  };
}

/** What stood in the way meanwhile is told; the transaction undoes the rest. */
async function telling<Result>(apply: () => Promise<Result>): Promise<Result> {
  try {
    return await apply();
  } catch (error) {
    if (systemCode(error) !== '23505') throw error;
    throw new AppError(
      'conflict',
      { fault: '与现有设置冲突（如三员分立） it contradicts what is there, such as the separation of powers' },
      { cause: error },
    );
  }
}

function missing(): AppError {
  return new AppError('not-found', { what: 'change request 变更申请' });
}

function alreadyDecided(): AppError {
  return new AppError('conflict', { fault: '该申请已处理或已过期 the request was decided on or has expired' });
}
