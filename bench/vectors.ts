// What search by meaning costs: comparing a question with every passage in this process, and reading sealed vectors at the start, beside pgvector
// in the embedded database. Vectors are synthetic: points around random centres, as passages lie around their subjects.
//   npm run bench:vectors [-- --passages 100000 --compared 20000]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { sql } from 'kysely';
import { newId, type PassageId, passageIdSchema, vectorBlockIdSchema, type VersionId, versionIdSchema } from '../src/base/ids.ts';
import { createRandom } from '../src/knowledge/reading/fuzz/random.ts';
import { packBlock, quantise, quantiseQuestion, unpackBlock } from '../src/knowledge/vectors/quantise.ts';
import { sealVectors } from '../src/knowledge/vectors/sealed-vectors.ts';
import { VectorIndex } from '../src/knowledge/vectors/vector-index.ts';
import { openStore } from '../src/store/store.ts';
import { openTestSeal } from '../test/support/seal.ts';
import { type Measurement, printMeasurements } from './bars.ts';
import { percentile } from './percentile.ts';

const { values: options } = parseArgs({
  options: { passages: { type: 'string', default: '100000' }, compared: { type: 'string', default: '20000' } },
});
const [passages, compared] = [Number(options.passages), Number(options.compared)];
const passagesPerVersion = 20;
const questions = 40;
const wanted = 100;
/** How far a passage lies from its centre, and how many centres there are. */
const [spread, centres] = [0.7, 500];

const results: Measurement[] = [];
for (const dimension of [512, 1024]) await measureOwn(dimension);
await measureBeside(512);
printMeasurements(results);

interface Made {
  readonly index: VectorIndex;
  readonly versions: readonly VersionId[];
  readonly asked: readonly (readonly number[])[];
}

async function measureOwn(dimension: number): Promise<void> {
  const startedAt = performance.now();
  const { index, versions, asked } = fill(dimension, passages);
  console.error(`${dimension}: made in ${((performance.now() - startedAt) / 1000).toFixed(0)} s`);
  const tenth = versions.filter((_, at) => at % 10 === 0);
  const [all, some] = [times(index, asked, versions), times(index, asked, tenth)];
  results.push(
    { measure: `${dimension} dimensions, ${passages} passages: p50`, value: percentile(all, 50), unit: ' ms' },
    { measure: 'the same: p95', value: percentile(all, 95), unit: ' ms' },
    { measure: 'the same, a tenth allowed: p50', value: percentile(some, 50), unit: ' ms' },
    { measure: 'the same: numbers in memory', value: (passages * (dimension + 4)) / 2 ** 20, unit: ' MB' },
  );
  await measureStored(dimension);
}

/** Sealed, written, and read back as a start does; one passage in ten, and the time of all. */
async function measureStored(dimension: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'hengjian-bench-vectors-'));
  const store = await openStore({ kind: 'embedded', folder });
  try {
    const sealed = sealVectors(await openTestSeal(store));
    const database = store.tables();
    await sql`create table block (id uuid primary key, count integer not null, vectors text not null)`.execute(database);
    const share = passages / 10;
    const random = createRandom(7).fraction;
    const size = 32;
    for (let from = 0; from < share; from += size) {
      const id = newId(vectorBlockIdSchema);
      const bytes = packBlock(
        Array.from({ length: size }, () => quantise(Array.from({ length: dimension }, () => normal(random)))),
        dimension,
      );
      await sql`insert into block values (${id}, ${size}, ${sealed.seal(id, bytes)})`.execute(database);
    }
    const startedAt = performance.now();
    let after: string | undefined;
    do {
      const { rows } = await sql<{ id: string; count: number; vectors: string }>`
        select * from block where ${after === undefined ? sql`true` : sql`id > ${after}`} order by id limit 16`.execute(database);
      for (const { id, count, vectors } of rows) unpackBlock(sealed.open(vectorBlockIdSchema.parse(id), vectors), count, dimension);
      after = rows.length < 16 ? undefined : rows.at(-1)?.id;
    } while (after !== undefined);
    const readMs = (performance.now() - startedAt) * 10;
    const { rows } = await sql<{ bytes: number }>`select pg_total_relation_size('block')::float8 as bytes`.execute(database);
    results.push(
      { measure: 'the same: reading sealed vectors of all at a start', value: readMs / 1000, unit: ' s' },
      { measure: 'the same: sealed on disk', value: ((rows[0]?.bytes ?? 0) * 10) / 2 ** 20, unit: ' MB' },
    );
  } finally {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same vectors, not sealed, in pgvector's own type, exact and by its index; places are compared with those of exact numbers. */
async function measureBeside(dimension: number): Promise<void> {
  const vectors: (readonly number[])[] = [];
  const { index, versions, asked, ids } = fill(dimension, compared, (one) => vectors.push(one));
  const truth = asked.map((question) => exact(vectors, question, 10));
  const own = asked.map((question) => places(index, question, versions, ids, 10));
  const ownTimes = times(index, asked, versions);
  const tenth = versions.filter((_, at) => at % 10 === 0);
  const ownTenth = percentile(times(index, asked, tenth), 50);
  const database = await PGlite.create({ extensions: { vector } });
  await database.exec(
    `create extension vector; create table passage (id integer primary key, version integer, embedding vector(${dimension}))`,
  );
  for (let from = 0; from < vectors.length; from += 200) {
    const rows = vectors
      .slice(from, from + 200)
      .map((one, at) => `(${from + at}, ${Math.floor((from + at) / passagesPerVersion)}, '[${one.join(',')}]')`);
    await database.exec(`insert into passage values ${rows.join(',')}`);
  }
  await database.exec('analyze passage');
  const ask = async (question: readonly number[], limit: number, where = ''): Promise<number[]> =>
    (
      await database.query<{ id: number }>(`select id from passage ${where} order by embedding <=> $1 limit ${limit}`, [
        `[${question.join(',')}]`,
      ])
    ).rows.map(({ id }) => id);
  const timesOf = async (where: string): Promise<number[]> => {
    const taken: number[] = [];
    for (const question of asked) {
      const startedAt = performance.now();
      await ask(question, wanted, where);
      taken.push(performance.now() - startedAt);
    }
    return taken;
  };
  const exactTimes = await timesOf('');
  const builtAt = performance.now();
  await database.exec(
    `create index on passage using hnsw (embedding vector_cosine_ops); set hnsw.ef_search = ${wanted}; set hnsw.iterative_scan = strict_order`,
  );
  const buildSeconds = (performance.now() - builtAt) / 1000;
  const indexed: number[][] = [];
  for (const question of asked) indexed.push(await ask(question, 10));
  const [hnsw, filtered] = [await timesOf(''), await timesOf('where version % 10 = 0')];
  await database.close();
  const ours = percentile(ownTimes, 50);
  results.push(
    { measure: `beside pgvector, ${dimension} dimensions, ${compared} passages: own p50`, value: ours, unit: ' ms' },
    { measure: 'own recall at 10 of exact numbers', value: recall(own, truth) },
    { measure: 'pgvector exact p50, times own', value: percentile(exactTimes, 50) / ours },
    { measure: 'pgvector HNSW p50, times own', value: percentile(hnsw, 50) / ours },
    { measure: 'pgvector HNSW, a tenth allowed, times own of a tenth', value: percentile(filtered, 50) / ownTenth },
    { measure: 'pgvector HNSW recall at 10', value: recall(indexed, truth) },
    { measure: 'pgvector HNSW build', value: buildSeconds, unit: ' s' },
  );
}

function fill(
  dimension: number,
  count: number,
  keep: (vector: readonly number[]) => void = () => {},
): Made & { readonly ids: ReadonlyMap<PassageId, number> } {
  const random = createRandom(dimension).fraction;
  const subjects = Array.from({ length: centres }, () => Array.from({ length: dimension }, () => normal(random)));
  const around = (): number[] => (subjects[Math.floor(random() * centres)] ?? []).map((value) => value + spread * normal(random));
  const index = new VectorIndex(dimension);
  const versions: VersionId[] = [];
  const ids = new Map<PassageId, number>();
  for (let from = 0; from < count; from += passagesPerVersion) {
    const version = newId(versionIdSchema);
    versions.push(version);
    const vectors = Array.from({ length: passagesPerVersion }, around);
    vectors.forEach(keep);
    const passageIds = vectors.map(() => newId(passageIdSchema));
    for (const [at, id] of passageIds.entries()) ids.set(id, from + at);
    const block = unpackBlock(packBlock(vectors.map(quantise), dimension), vectors.length, dimension);
    if (block) index.put(version, { ...block, key: version, lastOrdinal: passagesPerVersion - 1, passageIds });
  }
  return { index, versions, ids, asked: Array.from({ length: questions }, around) };
}

function times(index: VectorIndex, asked: Made['asked'], versions: readonly VersionId[]): number[] {
  return asked.map((question) => {
    const quantised = quantiseQuestion(question);
    const startedAt = performance.now();
    if (quantised) index.nearest(quantised, versions, wanted);
    return performance.now() - startedAt;
  });
}

function places(
  index: VectorIndex,
  question: readonly number[],
  versions: readonly VersionId[],
  ids: ReadonlyMap<PassageId, number>,
  limit: number,
): number[] {
  const quantised = quantiseQuestion(question);
  return quantised ? index.nearest(quantised, versions, limit).map(({ passageId }) => ids.get(passageId) ?? -1) : [];
}

function exact(vectors: readonly (readonly number[])[], question: readonly number[], limit: number): number[] {
  const length = (one: readonly number[]): number => Math.sqrt(one.reduce((sum, value) => sum + value * value, 0));
  return vectors
    .map((one, at) => ({ at, similarity: one.reduce((sum, value, index) => sum + value * (question[index] ?? 0), 0) / length(one) }))
    .toSorted((left, right) => right.similarity - left.similarity)
    .slice(0, limit)
    .map(({ at }) => at);
}

function recall(found: readonly (readonly number[])[], truth: readonly (readonly number[])[]): number {
  const shares = truth.map((places, at) => places.filter((place) => found[at]?.includes(place)).length / places.length);
  return shares.reduce((sum, share) => sum + share, 0) / shares.length;
}

/** Near enough to a normal distribution, from twelve even ones would be slow: four do. */
function normal(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}
