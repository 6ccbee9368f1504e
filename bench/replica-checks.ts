// What two replicas hold after a load: the same, each thing once, and one ledger.
import { sql } from 'kysely';
import { operations as keys } from '../src/keys/contract.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import type { Replica, ReplicaPeople } from '../test/support/replicas.ts';
import { until } from '../test/support/until.ts';
import type { BenchPlace } from './bench-database.ts';

const sealedWithinMs = 300_000;

/** Every word is asked of both, once keys rest; what is sealed under a key that one made is opened by both. */
export async function compareReplicas({ at }: ReplicaPeople, words: readonly string[]): Promise<Record<string, number>> {
  const keysAt = (replica: Replica) => at(replica, 'system-administrator', keys.getKeys, {});
  for (const replica of [0, 1] as const)
    await until('keys rest', async () => ((await keysAt(replica)).sealing.isWorking ? undefined : true), sealedWithinMs);
  const hits = async (replica: Replica, query: string): Promise<string> =>
    JSON.stringify((await at(replica, 'staff', library.searchPassages, { query, limit: 20 })).hits);
  let differing = 0;
  for (const word of words) if ((await hits(0, word)) !== (await hits(1, word))) differing += 1;
  const [one, other] = [await keysAt(0), await keysAt(1)];
  return {
    'searches compared': words.length,
    'faults: searches that differ between the replicas': differing,
    'faults: replicas that know other keys': JSON.stringify(one.keys) === JSON.stringify(other.keys) ? 0 : 1,
  };
}

export async function verifyLedgers(replicas: readonly { readonly url: string }[], auditor: string): Promise<Record<string, number>> {
  let unverified = 0;
  for (const { url } of replicas) {
    const headers = { 'content-type': 'application/json', authorization: `Bearer ${auditor}` };
    const response = await fetch(new URL(ledger.verifyLedger.path, url), { method: 'POST', headers, body: '{}' });
    if (!(await response.text()).includes('"isWhole":true')) unverified += 1;
  }
  return { 'faults: replicas at which the ledger does not verify': unverified };
}

export async function countDoubled(place: BenchPlace): Promise<Record<string, number>> {
  const store = await place.open();
  try {
    const { rows } = await sql<{ records: number; gaps: number; again: number; twice: number; imports: number; documents: number }>`
      select count(*) as records, max(sequence) - min(sequence) + 1 - count(*) as gaps,
        count(*) filter (where action = 'document-imported') as imports,
        (select count(*) from document) as documents,
        (select count(*) from pgboss.job where retry_count > 0) as again,
        (select count(*) from (select from passage group by version_id, ordinal having count(*) > 1) as doubled) as twice
      from ledger_record`.execute(store.tables());
    const [found] = rows;
    if (!found) throw new Error('The database did not answer.');
    return {
      'records in the ledger': found.records,
      'faults: numbers that the ledger lacks or has twice': Math.abs(found.gaps),
      'faults: documents that are not on record once': Math.abs(found.imports - found.documents),
      'faults: passages written twice': found.twice,
      'faults: jobs worked more than once': found.again,
    };
  } finally {
    await store.close();
  }
}
