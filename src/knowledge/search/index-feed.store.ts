// What the search index asks the database: which versions have changed, their tokens, and which of them a condition allows.
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { DocumentId, VersionId } from '../../base/ids.ts';
import { isOpenToAll, rankingClass } from '../ranking-class.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import type { LibraryTables } from '../tables.ts';
import type { VersionFacts } from './library-index.ts';
import type { VersionCondition } from './search-filter.ts';
import { segmentForIndex } from './segment.ts';
import { packTokens, type PassageTokens, type TokenHash } from './token-hash.ts';

type Library = Kysely<LibraryTables>;

/** Which transactions the database's last answer took into account: equal states mean that nothing was committed in between. */
export interface DatabaseState {
  /** As PostgreSQL writes it: `xmin:xmax:those running`. */
  readonly snapshot: string;
}

export interface VersionChange {
  readonly facts: VersionFacts;
  /** Which transactions last wrote the version's and the document's row. */
  readonly marks: string;
  /** Whether it is searched at all: read, not replaced, not deleted, not under quarantine. */
  readonly isHeld: boolean;
  /** How its tokens were made. */
  readonly recipe: string;
  readonly passageCount: number;
}

export async function readState(library: Library): Promise<DatabaseState> {
  const { rows } = await sql<DatabaseState>`select pg_current_snapshot()::text as snapshot`.execute(library);
  return rows[0] ?? { snapshot: '' };
}

/** The oldest transaction that was running then: all older ones are in what was seen. */
export function oldestRunning({ snapshot }: DatabaseState): string {
  return snapshot.split(':')[0] ?? '0';
}

/** The first transaction that had not begun then. */
export function firstUnborn({ snapshot }: DatabaseState): bigint {
  return BigInt(snapshot.split(':')[1] ?? '0');
}

/** Names a database, also apart from a copy of it elsewhere. */
export async function databaseName(library: Library): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select system_identifier || '/' || (select oid from pg_database where datname = current_database()) as name from pg_control_system()`.execute(
    library,
  );
  return rows[0]?.name ?? '';
}

/** Rows that a backup brought from elsewhere may bear transactions that are yet to come here: they are written anew. */
export async function claimForeignRows(library: Library): Promise<void> {
  const isForeign = sql<boolean>`changed_in >= pg_snapshot_xmax(pg_current_snapshot())`;
  await library.updateTable('document').set({ changed_in: sql`pg_current_xact_id()` }).where(isForeign).execute();
  await library.updateTable('document_version').set({ changed_in: sql`pg_current_xact_id()` }).where(isForeign).execute();
}

/**
 * Versions changed since a state was seen (some of them known already), or all; in the same breath the state that they show, and
 * the names of departments, by which conditions may ask.
 */
export async function readChanges(
  library: Library,
  since: DatabaseState | undefined,
  sealed: LibrarySeal | undefined,
): Promise<{ state: DatabaseState; departments: string; changes: VersionChange[] }> {
  const from = since && sql`${oldestRunning(since)}::xid8`;
  const changed: RawBuilder<boolean> = from
    ? sql`document_version.id in (
        select id from document_version where changed_in >= ${from}
        union all
        select document_version.id from document join document_version on document_id = document.id where document.changed_in >= ${from})`
    : sql`true`;
  const { rows } = await sql<ChangedRow>`
    select pg_current_snapshot()::text as snapshot,
      (select string_agg(id || name, ' ' order by id) from department) as departments, changed.*
    from (select) as always left join (
      select document_version.id, document_version.changed_in as mark, document.changed_in as document_mark, document_id,
        ${rankingClass} as access_class, ${isOpenToAll} as is_open_to_all, title, document_number, effective_on, expired_on, recipe, passage_count,
        document_version.state = 'ready' and document_version.replaced_at is null and document.deleted_at is null
          and document.quarantined_at is null as is_held
      from document_version join document on document.id = document_version.document_id
        join access_class on access_class.id = document.access_class_id
      where ${changed}) as changed on true`.execute(library);
  return {
    state: { snapshot: rows[0]?.snapshot ?? '' },
    departments: rows[0]?.departments ?? '',
    changes: rows.filter(({ id }) => id !== null).map((row) => toChange(row, sealed)),
  };
}

interface ChangedRow {
  readonly snapshot: string;
  readonly departments: string | null;
  readonly id: VersionId;
  readonly document_id: DocumentId;
  readonly mark: string;
  readonly document_mark: string;
  readonly access_class: string;
  readonly is_open_to_all: boolean;
  readonly title: string;
  readonly document_number: string | null;
  readonly effective_on: string | null;
  readonly expired_on: string | null;
  readonly recipe: string;
  readonly passage_count: number;
  readonly is_held: boolean;
}

/** The one place where titles and document numbers come into what search keeps. */
function toChange(row: ChangedRow, sealed: LibrarySeal | undefined): VersionChange {
  return {
    facts: {
      id: row.id,
      mark: row.mark,
      accessClass: row.access_class,
      isOpenToAll: row.is_open_to_all,
      title: sealed ? sealed.document.openTitle(row.document_id, row.title) : row.title,
      documentNumber: sealed ? sealed.version.openNumber(row.id, row.document_number) : row.document_number,
      effectiveOn: row.effective_on,
      expiredOn: row.expired_on,
    },
    marks: `${row.mark} ${row.document_mark}`,
    isHeld: row.is_held,
    recipe: row.recipe,
    passageCount: row.passage_count,
  };
}

/** Passages fetched at a time, so that loading a large library takes little memory beside the index. */
const passagesPerFetch = 2000;
export function* batchesOf(versions: readonly VersionChange[]): Generator<VersionChange[]> {
  let batch: VersionChange[] = [];
  let passages = 0;
  for (const version of versions) {
    batch.push(version);
    passages += version.passageCount;
    if (passages < passagesPerFetch) continue;
    yield batch;
    [batch, passages] = [[], 0];
  }
  if (batch.length > 0) yield batch;
}

/** Tokens of the passages of each version, in reading order; made here where the stored ones are of another recipe. */
export async function readTokens(
  library: Library,
  versions: readonly VersionChange[],
  hash: TokenHash,
  sealed: LibrarySeal | undefined,
): Promise<Map<VersionId, PassageTokens[]>> {
  const [current, outdated] = [
    versions.filter(({ recipe }) => recipe === hash.recipe),
    versions.filter(({ recipe }) => recipe !== hash.recipe),
  ];
  const passages = (of: readonly VersionChange[]) =>
    library
      .selectFrom('passage')
      .where(
        'version_id',
        'in',
        of.map(({ facts }) => facts.id),
      )
      .orderBy('version_id')
      .orderBy('ordinal');
  const stored = current.length === 0 ? [] : await passages(current).select(['id', 'version_id', 'tokens']).execute();
  const titles = new Map(outdated.map(({ facts }) => [facts.id, facts.title]));
  const texts = outdated.length === 0 ? [] : await passages(outdated).select(['id', 'version_id', 'heading_path', 'text']).execute();
  const made = texts.map((row) => {
    const opened = sealed?.passage.open(row) ?? { headingPath: row.heading_path, text: row.text };
    const tokens = packTokens(segmentForIndex({ title: titles.get(row.version_id) ?? '', ...opened }), hash);
    return { id: row.id, version_id: row.version_id, tokens };
  });
  return Map.groupBy([...stored, ...made], ({ version_id }) => version_id);
}

/** The versions that a condition allows; of those given, or of all. */
export async function readAllowed(library: Library, within: VersionCondition, among?: readonly VersionId[]): Promise<VersionId[]> {
  const query = allowedQuery(library, within);
  const rows = await (among ? query.where(sql<boolean>`document_version.id = any(${[...among]}::uuid[])`) : query).execute();
  return rows.map(({ id }) => id);
}

/** Equal for conditions that are equal in every value. */
export function nameOf(library: Library, within: VersionCondition): string {
  const { sql: text, parameters } = allowedQuery(library, within).compile();
  return JSON.stringify([text, parameters]);
}

function allowedQuery(library: Library, within: VersionCondition) {
  return library
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_version.document_id')
    .where(within.sql)
    .select('document_version.id');
}
