// Once old rows are sealed, what they said still lies in dead rows, in the planner's statistics, and in the write-ahead log.
import type { Store } from '../store.ts';

/** On a server the log and its archive are its administrator's: what is in them goes as they are recycled. */
export async function wipeTraces(store: Store, tables: readonly string[]): Promise<void> {
  for (const table of tables) await store.run(`vacuum (full, analyze) "${table}"`);
  if (store.kind === 'server') return;
  await store.run('vacuum full pg_catalog.pg_statistic');
  // Used segments of the log are deleted rather than kept for reuse with their old content.
  await store.run('set wal_recycle = off');
  await store.run('select pg_switch_wal()');
  await store.run('checkpoint');
  // Files of tables that were rewritten are deleted by the checkpoint after the one that saw them last.
  await store.run('checkpoint');
  await store.run('reset wal_recycle');
}
