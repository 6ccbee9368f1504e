// A hold as the ledger records it.
import type { Entry } from '../ledger/ledger.ts';
import type { HoldRow } from './holds.store.ts';

/** The record is about what is held, and names the hold. */
export function entryOf(
  action: 'hold-placed' | 'hold-lifted',
  { id, kind, target, begins_at: from, ends_at: until }: Pick<HoldRow, 'id' | 'kind' | 'target' | 'begins_at' | 'ends_at'>,
): Omit<Entry, 'actor'> {
  const span = from === null ? {} : { from: from.toISOString(), until: until?.toISOString() ?? null };
  return { action, subject: target === null ? { kind: 'hold', id } : { kind, id: target }, details: { hold: id, kind, ...span } };
}
