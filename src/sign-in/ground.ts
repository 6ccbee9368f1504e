// What the parts of this room stand on.
import type { Transaction } from 'kysely';
import type { Clock } from '../base/clock.ts';
import type { SignInPolicy } from '../base/sign-in-settings.ts';
import type { Entry, Ledger } from '../ledger/ledger.ts';
import type { SignInDatabase, SignInTables } from './tables.ts';

export interface Ground {
  readonly database: SignInDatabase;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly policy: SignInPolicy;
}

/** A change and its records in one transaction: what cannot be put on record does not happen. */
export async function changing<Result>(
  { database, ledger }: Pick<Ground, 'database' | 'ledger'>,
  change: (transaction: Transaction<SignInTables>, note: (entry: Entry) => void) => Promise<Result>,
): Promise<Result> {
  return database.transaction().execute(async (transaction) => {
    const entries: Entry[] = [];
    const result = await change(transaction, (entry) => entries.push(entry));
    // Last: from the first record on nobody else can append.
    for (const entry of entries) await ledger.appendWithin(transaction, entry);
    return result;
  });
}
