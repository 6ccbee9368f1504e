// Loads rows into LanceDB, indexes their tokens and times full-text queries. Run by bench/search.ts, which compares.
//   node measure.js <folder> <rows.jsonl> <queries.json>    prints one line of JSON
import { createReadStream, readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { connect, Index } from '@lancedb/lancedb';

const rowsPerInsert = 10_000;
const [folder, rowsFile, queriesFile] = process.argv.slice(2);
const { queries, filter, limit, warmUp, rounds } = JSON.parse(readFileSync(queriesFile, 'utf8'));
const database = await connect(folder);

const ingestMs = await timed(ingest);
const table = await database.openTable('passage');
const plain = await times();
const filtered = await times(filter);
console.log(JSON.stringify({ ingestMs, plain, filtered }));

async function ingest() {
  let table;
  let rows = [];
  const flush = async () => {
    if (table) await table.add(rows);
    else table = await database.createTable('passage', rows);
    rows = [];
  };
  for await (const line of createInterface({ input: createReadStream(rowsFile, 'utf8') })) {
    rows.push(JSON.parse(line));
    if (rows.length === rowsPerInsert) await flush();
  }
  if (rows.length > 0) await flush();
  // The tokens are ready made: split at spaces and change nothing.
  const config = Index.fts({
    baseTokenizer: 'whitespace',
    lowercase: false,
    stem: false,
    removeStopWords: false,
    asciiFolding: false,
    withPosition: false,
  });
  await table.createIndex('tokens', { config });
  await table.waitForIndex(['tokens_idx'], 600);
}

/** The best time of each question. */
async function times(where) {
  const best = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const [turn, query] of queries.entries()) {
      const milliseconds = await timed(async () => {
        const found = table.query().fullTextSearch(query, { columns: ['tokens'] });
        await (where ? found.where(where) : found).select(['id', '_score']).limit(limit).toArray();
      });
      if (turn >= warmUp) best[turn - warmUp] = Math.min(best[turn - warmUp] ?? milliseconds, milliseconds);
    }
  }
  return best;
}

async function timed(work) {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
