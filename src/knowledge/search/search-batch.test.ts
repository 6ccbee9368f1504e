import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { searchBatch } from './search-batch.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-batch-'));
});
afterEach(() => rm(folder, { recursive: true }));

const corpus = [
  { id: 'old', title: '养犬管理条例', text: '第二条 养犬应当登记，每年交纳五百元。', date: '2010-01-01', expired: '2020-01-01' },
  { id: 'new', title: '养犬管理条例', text: '第二条 养犬应当登记，不收费用。', date: '2020-01-01' },
  { id: 'other', title: '养老服务条例', text: '第二条 老年人可以申请补贴。' },
];

async function run(queries: readonly unknown[], texts: readonly unknown[] = corpus): Promise<unknown[]> {
  const file = (name: string) => join(folder, name);
  const lines = (values: readonly unknown[]) =>
    values.map((value) => `${typeof value === 'string' ? value : JSON.stringify(value)}\n`).join('');
  await writeFile(file('corpus.jsonl'), lines(texts));
  await writeFile(file('queries.jsonl'), lines(queries));
  await searchBatch({ corpusFile: file('corpus.jsonl'), queriesFile: file('queries.jsonl'), top: 5, outFile: file('run.jsonl') });
  return (await readFile(file('run.jsonl'), 'utf8'))
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
}

test('a question with a day finds what was in force on it; one without finds all', async () => {
  const hits = await run([
    { id: 'q1', text: '养犬登记要交五百元吗', as_of: '2015-06-01' },
    { id: 'q2', text: '养犬登记要交五百元吗', as_of: '2020-01-01' },
    { id: 'q3', text: '养犬登记要交500元吗' },
  ]);
  expect(hits).toEqual([
    { id: 'q1', hits: ['old', 'other'] },
    { id: 'q2', hits: ['new', 'other'] },
    { id: 'q3', hits: ['old', 'new', 'other'] },
  ]);
});

test('a cited article stands first', async () => {
  expect(await run([{ id: 7, text: '請問《養老服務條例》第2條' }])).toMatchObject([
    { id: '7', hits: ['other', expect.anything(), expect.anything()] },
  ]);
});

test('a bad line is named by file and number', async () => {
  await expect(run([{ id: 'q', text: '问' }], [corpus[0], '{"id": "x"'])).rejects.toThrow(/corpus\.jsonl:2.*JSON/);
  await expect(run([{ id: 'q' }])).rejects.toThrow(/queries\.jsonl:1.*text/);
  await expect(run([{ id: 'q', text: '问', as_of: '2020-13-01' }])).rejects.toThrow(/queries\.jsonl:1.*as_of/);
});

test('a file that is not there is named', async () => {
  const options = {
    corpusFile: join(folder, 'none.jsonl'),
    queriesFile: join(folder, 'none.jsonl'),
    top: 5,
    outFile: join(folder, 'run.jsonl'),
  };
  await expect(searchBatch(options)).rejects.toThrow(/none\.jsonl.*ENOENT/);
});
