// Ending sessions, on record with who ended them and why; nothing is said where none was open.
import type { PersonId } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import { sessionsEnded } from './records.ts';
import { endSessions, type WhichSessions } from './sessions.store.ts';
import type { SignInDatabase } from './tables.ts';

export interface Ending {
  readonly person: PersonId;
  /** All of the person's, unless it is said. */
  readonly which?: WhichSessions;
  /** `closed`: by the person's own signing out. `revoked`: from elsewhere, or by a change that ends them. */
  readonly how?: 'closed' | 'revoked';
  /** The person, unless it is said. */
  readonly by?: Entry['actor'];
  readonly why: string;
}

/** How many were ended. */
export async function endOnRecord(within: SignInDatabase, note: (entry: Entry) => void, ending: Ending): Promise<number> {
  const { person, which = {}, how = 'revoked', by = { kind: 'person', id: person }, why } = ending;
  const ended = await endSessions(within, person, which);
  if (ended > 0) note(sessionsEnded(how, by, person, ended, why));
  return ended;
}
