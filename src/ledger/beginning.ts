// Where the ledger begins. Both halves of the answer are records themselves: the last cut, and the change of the period by which it
// was made.
import { z } from 'zod';
import { browse } from './browse.ts';
import type { Beginning, LedgerAction, LedgerRecord } from './contract.ts';
import { type LedgerDatabase, readStart } from './ledger.store.ts';

const cutSchema = z.object({ through: z.number(), root: z.string() });
const periodSchema = z.object({ days: z.number(), proposedBy: z.string().nullable().default(null) });

export async function readBeginning(database: LedgerDatabase): Promise<Beginning> {
  const { size } = await readStart(database);
  const first = (await browse(database, { before: size + 2, limit: 1 })).records[0]?.record;
  const cut = size === 0 ? undefined : await newest(database, 'ledger-cut');
  const period = cut && (await newest(database, 'retention-changed', { subject: 'ledger', before: cut.sequence }));
  return {
    firstSequence: size + 1,
    since: first?.time ?? null,
    cut: cut ? presentCut(cut) : null,
    period: period ? presentPeriod(period) : null,
  };
}

async function newest(
  database: LedgerDatabase,
  action: LedgerAction,
  filter: { readonly subject?: string; readonly before?: number } = {},
): Promise<LedgerRecord | undefined> {
  return (await browse(database, { action, limit: 1, ...filter })).records[0]?.record;
}

function presentCut({ sequence, time, details }: LedgerRecord): NonNullable<Beginning['cut']> {
  return { sequence, time, ...cutSchema.parse(details) };
}

function presentPeriod({ sequence, time, actor, details }: LedgerRecord): NonNullable<Beginning['period']> {
  return { sequence, time, setBy: actor.id, ...periodSchema.parse(details) };
}
