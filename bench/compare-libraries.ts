// Compares a library that was killed with one that was imported in peace from the same files.
import { sql } from 'kysely';
import { type Document, operations } from '../src/knowledge/contract.ts';
import type { Serving } from '../test/support/command.ts';
import { until } from '../test/support/until.ts';
import type { BenchPlace } from './bench-database.ts';
import { callApi } from './call-api.ts';
import { type Random, randomMatter, type SmallDocument } from './small-documents.ts';

interface Library {
  readonly place: BenchPlace;
  readonly server: Serving;
}

const queryCount = 300;
/** The most that the API gives. A list cut here may be cut between equals, in either order, so it is not compared. */
const mostHits = 50;

/** Stops both servers. Names of faults begin with `faults: `; their counts should be 0. */
export async function compareLibraries(
  killed: Library,
  control: Library,
  sent: readonly SmallDocument[],
  random: Random,
): Promise<Record<string, number>> {
  const documents = await settled(killed.server.url);
  const controlDocuments = await settled(control.server.url);
  const wanted = contentsByName(sent);
  const queries = Array.from({ length: queryCount }, () => randomMatter(random));
  const differing = await countAsync(
    queries,
    async (query) => (await hits(killed.server.url, query)) !== (await hits(control.server.url, query)),
  );
  const lostOriginals = await countAsync(documents, async (document) => !(await hasOriginal(killed.server.url, document, sent)));
  for (const { server } of [killed, control]) await server.stop();
  const rows = await inspect(killed.place);
  const controlRows = await inspect(control.place);
  return {
    documents: documents.length,
    versions: rows.versions,
    passages: rows.passages,
    queries: queries.length,
    'faults: documents lost': [...wanted.keys()].filter((name) => !documents.some((document) => document.name === name)).length,
    'faults: documents doubled or unknown':
      documents.length - new Set(documents.map(({ name }) => name)).size + documents.filter(({ name }) => !wanted.has(name)).length,
    'faults: versions lost or doubled': documents.filter(({ name, versionCount }) => versionCount !== wanted.get(name)).length,
    'faults: versions not ready': rows.unready,
    'faults: versions whose passages are not whole': rows.unwhole,
    'faults: passages more or fewer than in the control': Math.abs(rows.passages - controlRows.passages),
    'faults: documents more or fewer than in the control': Math.abs(documents.length - controlDocuments.length),
    'faults: originals lost': lostOriginals,
    'faults: queries with other hits than the control': differing,
  };
}

/** All documents, once every newest version is read or rejected. */
async function settled(url: string): Promise<Document[]> {
  // Reading some hundred documents takes longer than the deadline of one look.
  for (let waiting = Number.POSITIVE_INFINITY; ; ) {
    const documents = await allDocuments(url);
    const left = documents.filter(({ latest }) => latest.state === 'queued' || latest.state === 'reading').length;
    if (left === 0) return documents;
    if (left >= waiting)
      await until('another document is read', async () =>
        (await allDocuments(url)).filter(({ latest }) => latest.state === 'queued' || latest.state === 'reading').length < left
          ? true
          : undefined,
      );
    waiting = left;
  }
}

async function allDocuments(url: string): Promise<Document[]> {
  const documents: Document[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await callApi(url, operations.listDocuments, { limit: 100, cursor });
    documents.push(...page.documents);
    if (page.nextCursor === null) return documents;
    cursor = page.nextCursor;
  }
}

/** How many versions each name must have: one for each change of its content, in the order of acknowledgement. */
function contentsByName(sent: readonly SmallDocument[]): Map<string, number> {
  const latest = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { name, bytes } of sent) {
    const content = Buffer.from(bytes).toString();
    if (latest.get(name) === content) continue;
    latest.set(name, content);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

async function hits(url: string, query: string): Promise<string> {
  const found = await callApi(url, operations.searchPassages, { query, limit: mostHits, anyValidity: true });
  if (found.hits.length === mostHits) return 'cut';
  return found.hits
    .map(({ document, passage }) => `${document.name} ${passage.ordinal} ${passage.text}`)
    .sort()
    .join('\n');
}

async function hasOriginal(url: string, { name, latest }: Document, sent: readonly SmallDocument[]): Promise<boolean> {
  const response = await fetch(new URL(`/api/versions/${latest.id}/original`, url));
  const bytes = Buffer.from(await response.arrayBuffer());
  return response.ok && sent.some((document) => document.name === name && bytes.equals(document.bytes));
}

/** What only the tables tell: passages of attempts that were never finished, versions that are stuck. */
async function inspect(place: BenchPlace): Promise<{ versions: number; passages: number; unready: number; unwhole: number }> {
  const store = await place.open();
  try {
    const { rows } = await sql<{ versions: number; passages: number; unready: number; unwhole: number }>`
      select count(*) as versions, coalesce(sum(counted.passages), 0)::bigint as passages, count(*) filter (where state <> 'ready') as unready,
        count(*) filter (where passage_count <> counted.passages or passage_count = 0 or counted.passages <> counted.last + 1) as unwhole
      from document_version
      join lateral (select count(*) as passages, coalesce(max(ordinal), -1) as last from passage where version_id = document_version.id) counted on true`.execute(
      store.tables(),
    );
    return rows[0] ?? { versions: 0, passages: 0, unready: 0, unwhole: 0 };
  } finally {
    await store.close();
  }
}

async function countAsync<Item>(items: readonly Item[], isCounted: (item: Item) => Promise<boolean>): Promise<number> {
  let count = 0;
  for (const item of items) if (await isCounted(item)) count += 1;
  return count;
}
