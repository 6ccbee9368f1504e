// Quality of search on four test sets, and how closely the library's ranking follows the oracle's.
//   HENGJIAN_BENCH_DATA=<folder> npm run bench:retrieval [-- --learned]
// With --learned also what learning from confirmed answers adds (some ten minutes).
import { parseArgs } from 'node:util';
import { silentLog } from '../src/base/log.ts';
import { Bm25Index } from '../src/knowledge/search/bm25.ts';
import { CorpusSearch, type CorpusText } from '../src/knowledge/search/corpus-search.ts';
import { searchableVersions } from '../src/knowledge/search/search-filter.ts';
import { SearchIndex } from '../src/knowledge/search/search-index.ts';
import { segmentForIndex, segmentQuery } from '../src/knowledge/search/segment.ts';
import type { LibraryTables } from '../src/knowledge/tables.ts';
import { openStore } from '../src/store/store.ts';
import { testHash } from '../test/support/token-hash.ts';
import { printMeasurements } from './bars.ts';
import { fillLibrary } from './fill-library.ts';
import { measureLearned } from './retrieval-learned.ts';
import { type Question, readJudgements, readQuestions, readTexts } from './retrieval-sets.ts';
import { type Run, scoreRun } from './score-retrieval.ts';

const depth = 50;
const { values: options } = parseArgs({ options: { learned: { type: 'boolean', default: false } } });

const statutes = readTexts('stard-law');
const statuteSearch = searchOver(statutes);
const questions = readQuestions('stard-law');
const judgements = readJudgements('stard-law');

const lay = scoreRun(judgements, runOf(statuteSearch, questions));
const cited = scoreRun(
  readJudgements('stard-law', 'qrels.cite.tsv'),
  runOf(statuteSearch, readQuestions('stard-law', 'queries.cite.jsonl')),
);
const versions = scoreRun(readJudgements('law-versions'), runOf(searchOver(readTexts('law-versions')), readQuestions('law-versions')));
const general = scoreRun(readJudgements('cmrc2018'), runOf(searchOver(readTexts('cmrc2018')), readQuestions('cmrc2018')));
const difference = Math.abs(scoreRun(judgements, await databaseRun()).ndcg10 - scoreRun(judgements, oracleRun()).ndcg10);

printMeasurements([
  { measure: 'stard-law, lay questions: nDCG@10', value: lay.ndcg10, bar: { atLeast: 0.41 } },
  { measure: 'stard-law, lay questions: recall@5', value: lay.recall5, bar: { atLeast: 0.425 } },
  { measure: 'stard-law, lay questions: recall@50', value: lay.recall50, bar: { atLeast: 0.645 } },
  { measure: 'stard-law, citations: hit@1', value: cited.hit1, bar: { atLeast: 0.96 } },
  { measure: 'law-versions, as of a day: hit@1', value: versions.hit1, bar: { atLeast: 0.96 } },
  { measure: 'cmrc2018: nDCG@10', value: general.ndcg10, bar: { atLeast: 0.98 } },
  { measure: 'stard-law, all public, the library against the oracle: nDCG@10 apart', value: difference, bar: { atMost: 0.005 } },
]);

if (options.learned)
  printMeasurements(
    measureLearned(
      statutes.map(({ id, title = '', text }) => ({ id, title, text })),
      questions,
      judgements,
    ),
  );

function searchOver(texts: readonly CorpusText[]): CorpusSearch {
  const search = new CorpusSearch();
  for (const text of texts) search.add(text);
  return search;
}

function runOf(search: CorpusSearch, asked: readonly Question[]): Run {
  return new Map(asked.map(({ id, text, asOf }) => [id, search.search({ text, asOf, limit: depth })]));
}

function oracleRun(): Run {
  const index = new Bm25Index();
  for (const { title = '', text } of statutes) index.add(segmentForIndex({ title, headingPath: [], text }));
  return new Map(
    questions.map(({ id, text }) => [id, index.search(segmentQuery(text), { limit: depth }).map(({ row }) => statutes[row]?.id ?? '')]),
  );
}

async function databaseRun(): Promise<Run> {
  const store = await openStore({ kind: 'memory' });
  const ids = await fillLibrary(
    store.tables<LibraryTables>(),
    statutes.map(({ title = '', text }) => ({ title, text })),
    ['public'],
  );
  const textIds = new Map(ids.map((id, row) => [id, statutes[row]?.id ?? '']));
  const index = new SearchIndex({ library: store.tables(), hash: testHash, log: silentLog });
  const within = searchableVersions('all', { asOf: undefined });
  const run = new Map<string, string[]>();
  for (const { id, text } of questions) {
    const hits = await index.look(within, (view) => view.rank(segmentQuery(text), depth));
    run.set(
      id,
      hits.map(({ passageId }) => textIds.get(passageId) ?? ''),
    );
  }
  await store.close();
  return run;
}
