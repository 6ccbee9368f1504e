// Which models search uses: each setting is a row of its own, the newest counts.
import { type Selectable, sql } from 'kysely';
import type { VectorDatabase, VectorSetRow, VectorTables } from './vectors.store.ts';

/** The newest setting, the set that it wants, and the set that is searched until that is complete. */
export interface SettingRows {
  /** Grows whenever one of these is another. */
  readonly version: number;
  readonly setting: Selectable<VectorTables['search_models']> | undefined;
  readonly wanted: VectorSetRow | undefined;
  /** The newest complete one since search was last without any. */
  readonly searched: VectorSetRow | undefined;
  /** What stands before a question that is compared with that one. */
  readonly instruction: string;
}

export async function readSettings(database: VectorDatabase): Promise<SettingRows> {
  // The version first: what changes while the rest is read is read again.
  const version = await readSettingVersion(database);
  const settings = await database.selectFrom('search_models').selectAll().orderBy('number', 'desc').limit(50).execute();
  const [setting] = settings;
  if (!setting?.vector_set_id) return { version, setting, wanted: undefined, searched: undefined, instruction: '' };
  const off = settings.findIndex((one) => one.vector_set_id === null);
  const ids = settings.slice(0, off < 0 ? settings.length : off).map((one) => one.vector_set_id);
  const sets = await database
    .selectFrom('vector_set')
    .selectAll()
    .where(
      'id',
      'in',
      ids.filter((id) => id !== null),
    )
    .execute();
  const ordered = ids.map((id) => sets.find((set) => set.id === id)).filter((set) => set !== undefined);
  const searched = ordered.find((set) => set.completed_at !== null);
  const instruction = settings.find((one) => one.vector_set_id === searched?.id)?.query_instruction ?? '';
  return { version, setting, wanted: ordered[0], searched, instruction };
}

export async function readSettingVersion(database: VectorDatabase): Promise<number> {
  const { rows } = await sql<{ version: number }>`
    select ((select coalesce(max(number), 0) from search_models)
      + (select count(*) from vector_set where completed_at is not null))::integer as version`.execute(database);
  return rows[0]?.version ?? 0;
}
