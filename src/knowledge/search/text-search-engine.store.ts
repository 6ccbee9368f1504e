// BM25 inside the database, by the extension pg_textsearch.
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { PassageId } from '../../base/ids.ts';
import type { LibraryTables } from '../tables.ts';
import { bm25Parameters } from './bm25.ts';
import type { LexicalEngine, LexicalQuery, PassageHit } from './lexical-engine.ts';
import type { VersionCondition } from './search-filter.ts';

const indexName = 'passage_tokens_bm25';

/**
 * In its first scan the extension fetches this many times the passages that the planner thinks enough: a broad filter passes
 * nearly all of them, a narrow one fewer than is thought, and then a second scan costs as much again. Measured at 100,000
 * passages, p95: broad 12 ms with 1 and 15 with 8; narrow 21 with 8 and 40 with 1.
 */
const seedMargins = { broad: 1, narrow: 8 } as const;

export async function createTextSearchEngine(library: Kysely<LibraryTables>): Promise<LexicalEngine> {
  await createIndex(library);
  let margin = 0;
  return {
    search: async (query) => {
      const wanted = query.within.isNarrow ? seedMargins.narrow : seedMargins.broad;
      if (wanted !== margin) await setSeedMargin(library, wanted);
      margin = wanted;
      return search(library, query);
    },
  };
}

/** For this session: the embedded database has only one. On a server it reaches one connection of many, and costs speed at worst. */
async function setSeedMargin(library: Kysely<LibraryTables>, margin: number): Promise<void> {
  await sql`select set_config('pg_textsearch.filtered_seed_margin', ${String(margin)}, false)`.execute(library);
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
 * A narrow filter is worked out once, for all documents and versions; a broad one passage by passage. `is not null` tells the
 * planner that nearly all pass, `is true` that few do.
 */
function isWithin({ sql: condition, onDocument, onVersion, isNarrow }: VersionCondition): RawBuilder<SqlBool> {
  return isNarrow
    ? sql`(passage.document_id in (select document.id from document where ${onDocument})) is true
        and (passage.version_id in (select document_version.id from document_version where ${onVersion})) is true`
    : sql`(select true from document_version join document on document.id = document_version.document_id
        where document_version.id = passage.version_id and ${condition}) is not null`;
}
