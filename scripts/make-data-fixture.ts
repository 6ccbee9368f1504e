// Makes a data folder with today's code and keeps it for the test that upgrades from it: run it at each release, before the
// first migration of the next one, and commit the two files.
//   node bin/run.js scripts/make-data-fixture.ts 0.1.0-first-light
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { callApi } from '../bench/call-api.ts';
import { operations as answers } from '../src/answer/contract.ts';
import type { Grade } from '../src/base/grade.ts';
import type { DocumentId } from '../src/base/ids.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { startServer } from '../test/support/command.ts';
import { type FixtureContents, packFixture, readDocument } from '../test/support/data-fixture.ts';
import { until } from '../test/support/until.ts';

const name = process.argv[2];
if (name === undefined || !/^\d+\.\d+\.\d+(-[a-z-]+)?$/.test(name)) throw new Error('Name the fixture by its version: 0.1.0-first-light');

const demo = join(import.meta.dirname, '..', 'demo', 'library');
const folder = await mkdtemp(join(tmpdir(), 'hengjian-fixture-'));
try {
  const server = await startServer({ folder });
  const contents = await fill(server.url);
  await server.stop();
  await shrink(join(folder, 'data', 'database'));
  const bytes = packFixture(name, join(folder, 'data'), contents);
  console.log(`${name}: ${(bytes / 1024).toFixed(0)} KB`);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Documents of three grades, one of them in two versions, and a run that quotes one. */
async function fill(url: string): Promise<FixtureContents> {
  const read = (file: string): Promise<Buffer> => readFile(join(demo, file));
  const fees = '霁川市机动车停放服务收费管理规定（2025）.docx';
  const services = '市图书馆读者服务问答.md';
  const repairs = '霁川市住宅专项维修资金使用规定.txt';
  await bring(url, repairs, await read(repairs), 'sensitive');
  const revised = Buffer.concat([await read(repairs), Buffer.from('\n第九十九条 本规定由市住房和城乡建设局负责解释。\n')]);
  const ids = [
    await bring(url, repairs, revised, 'sensitive'),
    await bring(url, services, await read(services), 'public'),
    await bring(url, fees, await read(fees), 'internal'),
  ];
  const answer = await callApi(url, answers.ask, { question: '一类区域小型车停车首小时收费多少？' });
  if (answer.refused) throw new Error('The question of the fixture was refused.');
  const query = '专项维修资金的使用';
  const [hit] = (await callApi(url, library.searchPassages, { query })).hits;
  if (hit === undefined) throw new Error('The search of the fixture finds nothing.');
  return {
    documents: await Promise.all(ids.map((id) => readDocument(url, id))),
    run: { id: answer.runId, question: answer.question, sentences: answer.sentences.map(({ text }) => text) },
    search: { query, passageId: hit.passage.id },
  };
}

async function bring(url: string, file: string, bytes: Uint8Array, grade: Grade): Promise<DocumentId> {
  const { document } = await callApi(url, library.importDocument, { name: file, grade }, new Uint8Array(bytes));
  await until(`${file} is read`, async () => {
    const { document: now } = await callApi(url, library.getDocument, { documentId: document.id });
    return now.latest.state === 'ready' ? now : undefined;
  });
  return document.id;
}

/** Without dead rows, and without the pages of the log that a folder closed in order no longer needs. */
async function shrink(dataDir: string): Promise<void> {
  await closeAfter(dataDir, ['vacuum full', 'checkpoint']);
  // The segment that this turns to is a new one: the old ones, which it would else be made of, are gone.
  await closeAfter(dataDir, ['select pg_switch_wal()', 'checkpoint']);
}

async function closeAfter(dataDir: string, statements: readonly string[]): Promise<void> {
  const database = await PGlite.create({ dataDir });
  for (const statement of statements) await database.exec(statement);
  const { rows } = await database.query<{ segment: string }>('select pg_walfile_name(pg_current_wal_lsn()) as segment');
  await database.close();
  const log = join(dataDir, 'pg_wal');
  for (const segment of await readdir(log)) {
    if (/^[0-9A-F]{24}$/.test(segment) && segment !== rows[0]?.segment) await rm(join(log, segment));
  }
}
