// What an institution opens to others, such as answer boxes and webhooks: two people open it further, one narrows or closes it.
import type { Kysely, Transaction } from 'kysely';
import type { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { ChangeId } from '../../base/ids.ts';
import type { Entry, Ledger } from '../../ledger/ledger.ts';
import { sameTransaction } from '../../store/store.ts';
import { actorOf, type Caller } from '../access.ts';
import type { ChangeKind, Changes, ChangeSentence } from './changes.ts';
import type { Step, Version } from './opening.store.ts';

export { type Step, type Version, writeNextVersion } from './opening.store.ts';

/** A request to open one with these settings, in the place of that version. */
interface Request<Settings> {
  readonly settings: Settings;
  readonly replaces: number;
}

export interface Openable<Tables, Id extends string, Row extends Version<Id>, Settings, Payload extends z.ZodType<Request<Settings>>>
  extends Pick<ChangeKind<Payload>, 'kind' | 'payload' | 'check' | 'describe'> {
  /** As sentences call it. */
  readonly noun: ChangeSentence;
  readonly idOf: (payload: z.output<Payload>) => Id;
  readonly requestOf: (id: Id, request: Request<Settings>) => z.output<Payload>;
  readonly find: (database: Kysely<Tables>, id: Id) => Promise<(Row & { readonly is_on: boolean }) | undefined>;
  readonly settingsOf: (row: Row) => Settings;
  /** Whether one that is on would be open to more than it is now. */
  readonly isFurther: (row: Row, next: Settings) => boolean;
  /** Whether the version was still the newest. */
  readonly write: (within: Transaction<Tables>, version: Version<Id>, step: Step, settings: Settings | undefined) => Promise<boolean>;
  /** How a change stands on record. */
  readonly entryOf: (id: Id, settings: Settings, isOn: boolean) => Omit<Entry, 'actor'>;
}

export interface Ground<Tables> {
  readonly database: Kysely<Tables>;
  readonly changes: Changes;
  readonly ledger: Ledger;
}

export function createOpenings<Tables, Id extends string, Row extends Version<Id>, Settings, Payload extends z.ZodType<Request<Settings>>>(
  openable: Openable<Tables, Id, Row, Settings, Payload>,
  { database, changes, ledger }: Ground<Tables>,
) {
  const { noun, idOf, requestOf, find, settingsOf, isFurther, write, entryOf } = openable;
  const opening: ChangeKind<Payload> = {
    ...openable,
    proposer: 'connections.manage',
    approver: 'connections.approve',
    subjectOf: idOf,
    async apply(within, payload, now) {
      const { settings, replaces } = payload;
      const id = idOf(payload);
      await writeNext(sameTransaction(within), { id, version: replaces }, { isOn: true, approvedAt: now }, settings);
      return entryOf(id, settings, true);
    },
  };
  changes.register(opening);

  async function writeNext(...next: Parameters<typeof write>): Promise<void> {
    if (await write(...next)) return;
    throw new AppError('conflict', { fault: `${noun.zh}已另有改动或已移除 the ${noun.en} was changed otherwise or removed` });
  }
  async function mustFind(id: Id) {
    const row = await find(database, id);
    if (!row) throw new AppError('not-found', { what: `${noun.en} ${noun.zh}` });
    return row;
  }
  async function narrow(caller: Caller, row: Row, isOn: boolean, settings?: Settings): Promise<void> {
    await database.transaction().execute(async (transaction) => {
      await writeNext(transaction, row, { isOn }, settings);
      const entry = entryOf(row.id, settings ?? settingsOf(row), isOn);
      await ledger.appendWithin(transaction, { ...entry, actor: actorOf(caller) });
    });
  }

  return {
    mustFind,
    /** One that was just made is off and opens too; at once (null) where it opens nothing further. */
    async change(caller: Caller, id: Id, settings: Settings, reason: string): Promise<ChangeId | null> {
      const row = await mustFind(id);
      if (!row.is_on || isFurther(row, settings))
        return changes.proposeOrApply(caller, opening, requestOf(id, { settings, replaces: row.version }), reason);
      await narrow(caller, row, true, settings);
      return null;
    },
    /** From the next moment on. */
    async close(caller: Caller, id: Id): Promise<void> {
      const row = await mustFind(id);
      if (row.is_on) await narrow(caller, row, false);
    },
  };
}
