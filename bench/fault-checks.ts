// Looks for everything that was acknowledged: through the API after a restart, and in the tables and the ledger at the end.
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { operations as answers } from '../src/answer/contract.ts';
import { operations as people } from '../src/people/contract.ts';
import { runFile } from '../test/support/command.ts';
import type { BenchPlace } from './bench-database.ts';
import { callApi } from './call-api.ts';
import type { Acknowledged } from './fault-load.ts';

/** How many of the newest runs and departments are not there; of all, unless told otherwise. */
export async function countMissing(url: string, { runs, departments }: Acknowledged, newest = Number.POSITIVE_INFINITY): Promise<number> {
  let missing = 0;
  for (const runId of runs.slice(-newest)) {
    const found = await callApi(url, answers.getRun, { runId }).catch(() => undefined);
    missing += found?.runId === runId ? 0 : 1;
  }
  const known = (await callApi(url, people.listDepartments, {})).departments.map(({ id }) => String(id));
  for (const id of departments.slice(-newest)) missing += known.filter((one) => one === id).length === 1 ? 0 : 1;
  return missing;
}

/** Each acknowledged act is on record exactly once. */
export async function checkRecords(place: BenchPlace, acknowledged: Acknowledged): Promise<Record<string, number>> {
  const store = await place.open();
  try {
    const notOnce = async (ids: readonly string[], action: string): Promise<number> => {
      const { rows } = await sql<{ count: number }>`
        select count(*) as count from unnest(${sql.val([...ids])}::text[]) as wanted (id)
        where (select count(*) from ledger_record where subject_id = wanted.id and action = ${action}) <> 1`.execute(store.tables());
      return rows[0]?.count ?? -1;
    };
    const { rows } = await sql<{ imported: number }>`
      select count(*) as imported from ledger_record where action = 'document-imported'`.execute(store.tables());
    return {
      'records of imports': rows[0]?.imported ?? 0,
      'faults: runs whose beginning is not on record once': await notOnce(acknowledged.runs, 'run-begun'),
      'faults: runs whose end is not on record once': await notOnce(acknowledged.runs, 'run-finished'),
      'faults: departments not on record once': await notOnce(acknowledged.departments, 'department-created'),
      'faults: proposals of roles not on record once': await notOnce(acknowledged.changes, 'change-proposed'),
    };
  } finally {
    await store.close();
  }
}

/** Exports the ledger and verifies it without the database, against every checkpoint that was handed out. */
export async function checkLedger(place: BenchPlace, checkpoints: readonly string[]): Promise<Record<string, number>> {
  const out = join(place.folder, 'ledger');
  const settings = { ...place, env: { ...place.env, HENGJIAN_SOLO: 'on' } };
  const exported = await runFile('src/cli/main.ts', ['ledger', 'export', '--out', out], settings);
  if (exported.code !== 0) throw new Error(exported.stderr);
  await mkdir(out, { recursive: true });
  const notes: string[] = [];
  for (const [index, note] of checkpoints.entries()) {
    const file = join(place.folder, `checkpoint-${index}`);
    await writeFile(file, note);
    notes.push('--checkpoint', file);
  }
  const verified = await runFile('src/cli/main.ts', ['ledger', 'verify', out, ...notes], settings);
  if (verified.code !== 0) console.log(verified.stdout, verified.stderr);
  return { 'faults: ledger or checkpoints that do not verify': verified.code === 0 ? 0 : 1 };
}
