// BM25 inside the database, by the extension pg_textsearch.
import { type Kysely, sql } from 'kysely';
import type { PassageId } from '../../base/ids.ts';
import type { LibraryTables } from '../tables.ts';
import { bm25Parameters } from './bm25.ts';
import type { LexicalEngine, LexicalQuery, PassageHit } from './lexical-engine.ts';

const indexName = 'passage_tokens_bm25';

export async function createTextSearchEngine(library: Kysely<LibraryTables>): Promise<LexicalEngine> {
  const { k1, b } = bm25Parameters;
  const parameters = sql.raw(`text_config = 'simple', k1 = ${k1}, b = ${b}`);
  await sql`create index if not exists ${sql.id(indexName)} on passage using bm25 (tokens) with (${parameters})`.execute(library);
  return { search: (query) => search(library, query) };
}

/**
 * Three things keep this one scan of the index in order of score, with or without table statistics:
 * `is true` keeps the planner from turning the filter into a join that sorts every match (seconds instead of milliseconds);
 * the limit is a literal, since the extension looks for one; and the score is the scan's own, since scoring a row again outside
 * the scan costs ten times the query.
 */
async function search(library: Kysely<LibraryTables>, { tokens, within, limit }: LexicalQuery): Promise<PassageHit[]> {
  if (tokens.length === 0) return [];
  const { rows } = await sql<{ id: PassageId; score: number }>`
    select passage.id, -bm25_get_current_score() as score
    from passage
    where (passage.version_id in (
      select document_version.id from document_version join document on document.id = document_version.document_id where ${within}
    )) is true
    order by passage.tokens <@> to_bm25query(${tokens.join(' ')}, ${sql.lit(indexName)})
    limit ${sql.lit(limit)}`.execute(library);
  // A row that matches nothing scores 0 and stands last.
  return rows.filter((row) => row.score > 0).map((row) => ({ passageId: row.id, score: row.score }));
}
