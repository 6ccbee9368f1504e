// What is kept for a time and then removed: the room that owns such data says how much of it is over time, and removes it; when,
// and what a legal hold keeps from it, is said by whoever asks.
import type { Transaction } from 'kysely';
import type { DocumentId, PersonId } from '../base/ids.ts';

/** What stands under a legal hold. */
export interface Held {
  readonly documents: readonly DocumentId[];
  readonly people: readonly PersonId[];
  readonly spans: readonly HeldSpan[];
}
/** From a moment on, up to another or without end. */
export interface HeldSpan {
  readonly from: Date;
  readonly until: Date | null;
}
export const nothingHeld: Held = { documents: [], people: [], spans: [] };

export interface Kept {
  /** How much is from before a moment and not held. */
  countOver(before: Date, held: Held): Promise<number>;
  /** Removes some of it, the oldest first, and says how much; 0 when nothing is left. Whoever asks puts it on record. */
  removeSome(within: Transaction<unknown>, before: Date, held: Held): Promise<number>;
  /** After the commit: what is to be done outside the transaction, taken up again where it was left. */
  finish?(): Promise<void>;
}
