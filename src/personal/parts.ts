// What this room stands on.
import type { Transaction } from 'kysely';
import type { Changes } from '../access/changes/changes.ts';
import type { PersonalData } from '../access/personal-data.ts';
import type { PersonId } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Jobs } from '../store/jobs.ts';
import type { Store } from '../store/store.ts';

/** What each room holds about a person, under the name that it has in the export, in the order in which it is erased. */
export interface PersonalParts {
  readonly runs: PersonalData;
  /** Files that came with questions. */
  readonly attachments: PersonalData;
  readonly records: PersonalData;
  readonly signIn: PersonalData;
  /** Last: the others may need the name to find what is theirs. */
  readonly account: PersonalData;
}

/** Who a person is to this room. */
export interface KnownPerson {
  readonly displayName: string;
  readonly hasLeft: boolean;
  readonly createdAt: Date;
}

export interface PersonalDependencies {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly changes: Changes;
  readonly parts: PersonalParts;
  /** Nobody whose data was erased already. */
  readonly find: (within: Transaction<unknown>, id: PersonId) => Promise<KnownPerson | undefined>;
  /** Whether a legal hold covers a person who has been here since then; until the transaction ends none is placed. */
  readonly isHeld: (within: Transaction<unknown>, id: PersonId, since: Date) => Promise<boolean>;
  readonly eraseReasons: (within: Transaction<unknown>, subject: PersonId) => Promise<void>;
}

export const wipingQueue = 'wipe-erased';
/** Where names, reasons and addresses stand as they were typed; what is sealed needs no wiping. */
export const plainTables = ['person', 'change_request', 'session', 'directory_account'];
