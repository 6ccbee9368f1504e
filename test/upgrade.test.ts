// Every version's data can be opened by today's code. The fixtures are data folders as those versions left them
// (scripts/make-data-fixture.ts).
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { callApi } from '../bench/call-api.ts';
import { operations as answers } from '../src/answer/contract.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as ledger } from '../src/ledger/contract.ts';
import { type Serving, startServer } from './support/command.ts';
import { contentsOf, dataFixtures, readDocument, unpackFixture } from './support/data-fixture.ts';

test('the first version is among those that are upgraded from, and one whose content is sealed', () => {
  expect(dataFixtures).toEqual(expect.arrayContaining(['0.1.0-first-light', '0.1.0-people-and-ledger']));
});

describe.each(dataFixtures)('a data folder of %s', (name) => {
  const contents = contentsOf(name);
  let folder: string;
  let server: Serving;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'hengjian-upgrade-'));
    await mkdir(join(folder, 'data'));
    unpackFixture(name, join(folder, 'data'));
    server = await startServer({ folder });
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  });

  test.each(contents.documents)('still has every version, passage and original of $name', async (document) => {
    expect(await readDocument(server.url, document.id)).toEqual(document);
  });

  test('still has the run that was recorded, word for word', async () => {
    const { id, question, sentences } = contents.run;
    const answer = await callApi(server.url, answers.getRun, { runId: id });
    expect({ question: answer.question, sentences: answer.sentences.map(({ text }) => text) }).toEqual({ question, sentences });
  });

  test('finds what was found, and answers the same question in the same words', async () => {
    const { query, passageId } = contents.search;
    const { hits } = await callApi(server.url, library.searchPassages, { query });
    expect(hits.map(({ passage }) => passage.id)).toContain(passageId);
    const answer = await callApi(server.url, answers.ask, { question: contents.run.question });
    expect(answer.sentences.map(({ text }) => text)).toEqual(contents.run.sentences);
  });

  test('has a ledger that verifies', async () => {
    const reply = await fetch(`${server.url}${ledger.verifyLedger.path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await reply.text()).toContain('"isWhole":true');
  });

  test('takes new documents', async () => {
    const bytes = new TextEncoder().encode('第一条 新增文件照常导入。');
    const { outcome } = await callApi(server.url, library.importDocument, { name: '新增.txt' }, bytes);
    expect(outcome).toBe('created');
  });
});
