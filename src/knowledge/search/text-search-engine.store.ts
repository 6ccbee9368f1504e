// BM25 inside the database, by the extension pg_textsearch.
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { PassageId } from '../../base/ids.ts';
import type { LibraryTables } from '../tables.ts';
import { bm25Parameters } from './bm25.ts';
import type { LexicalEngine, LexicalQuery, PassageHit } from './lexical-engine.ts';
import type { VersionCondition } from './search-filter.ts';

const indexName = 'passage_tokens_bm25';

/** Of every filtered search the extension first fetches this many times the rows that the planner thinks enough; too few cost a second scan. */
const filteredSeedMargin = 8;

export async function createTextSearchEngine(library: Kysely<LibraryTables>): Promise<LexicalEngine> {
  await createIndex(library);
  // For this session: the embedded database has one. A server keeps its own setting.
  await sql`select set_config('pg_textsearch.filtered_seed_margin', ${String(filteredSeedMargin)}, false)`.execute(library);
  return { search: (query) => search(library, query) };
}

async function createIndex(library: Kysely<LibraryTables>): Promise<void> {
  const { rows } = await sql<{ exists: boolean }>`select to_regclass(${indexName}) is not null as exists`.execute(library);
  if (rows[0]?.exists) return;
  const { k1, b } = bm25Parameters;
  const parameters = sql.raw(`text_config = 'simple', k1 = ${k1}, b = ${b}`);
  await sql`create index if not exists ${sql.id(indexName)} on passage using bm25 (tokens) with (${parameters})`.execute(library);
  // An index made over many passages is left in several segments; in one it answers a third faster.
  await sql`select bm25_force_merge(${sql.lit(indexName)})`.execute(library);
}

/**
 * What keeps this one scan of the index in order of score, with or without table statistics: the filter is a subquery that the
 * planner cannot turn into a join that sorts every match (seconds instead of milliseconds); the limit is a literal, since the
 * extension looks for one; and the score is the scan's own, since scoring a row again outside it costs ten times the query.
 */
async function search(library: Kysely<LibraryTables>, { tokens, within, limit }: LexicalQuery): Promise<PassageHit[]> {
  if (tokens.length === 0) return [];
  const { rows } = await sql<{ id: PassageId; score: number }>`
    select passage.id, -bm25_get_current_score() as score
    from passage
    where ${isWithin(within)}
    order by passage.tokens <@> to_bm25query(${tokens.join(' ')}, ${sql.lit(indexName)})
    limit ${sql.lit(limit)}`.execute(library);
  // A row that matches nothing scores 0 and stands last.
  return rows.filter((row) => row.score > 0).map((row) => ({ passageId: row.id, score: row.score }));
}

/**
 * A narrow filter is worked out once, for all versions; a broad one passage by passage, since most pass. `is not null` says so to
 * the planner, whose estimate decides how many passages the first scan fetches.
 */
function isWithin({ sql: condition, isNarrow }: VersionCondition): RawBuilder<SqlBool> {
  const versions = sql`document_version join document on document.id = document_version.document_id where ${condition}`;
  return isNarrow
    ? sql`(passage.version_id in (select document_version.id from ${versions})) is true`
    : sql`(select true from ${versions} and document_version.id = passage.version_id) is not null`;
}
