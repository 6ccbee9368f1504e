// Nothing that a document or a question says can be found on the disk or in the logs: not after imports, questions, searches,
// failures and a kill, and not in a folder that an earlier version wrote in plain text.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { callApi } from '../bench/call-api.ts';
import { operations as answers } from '../src/answer/contract.ts';
import { grades } from '../src/base/grade.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as status } from '../src/status/contract.ts';
import { type Serving, startServer } from './support/command.ts';
import { contentsOf, dataFixtures, unpackFixture } from './support/data-fixture.ts';
import { findInBytes, findInFolder } from './support/find-planted.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { until } from './support/until.ts';

let folder: string;
let data: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-planted-'));
  data = join(folder, 'data');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const env = { HENGJIAN_LOG: 'debug' };
const sealed = ({ url }: Serving): Promise<unknown> =>
  until('everything is sealed', async () => ((await callApi(url, status.getStatus, {})).sealing.isWorking ? undefined : true), 120_000);
const allRead = ({ url }: Serving, count: number): Promise<unknown> =>
  until(
    'all documents are read',
    async () => ((await callApi(url, library.listDocuments, { state: 'ready', limit: 1 })).total >= count ? true : undefined),
    120_000,
  );

const words = {
  name: '蓼萦涔浦荔浉',
  title: '鹓鸾翙翯关于瀼渡',
  heading: '罍罐觥筹之章程',
  body: '穭穗秬秠须缴纳',
  cell: '璆琳琅玕陆仟圆',
  question: '鱣鲔鲂鱮如何办理',
  search: '蘩蘋蕰藻的查处',
  broken: '狻猊貔貅损坏件',
} as const;

const page = (
  grade: string,
): string => `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>${words.title}${grade}</title></head>
<body><h1>${words.title}${grade}</h1><h2>第一章 ${words.heading}</h2><p>第一条 申请人${words.body}，由主管部门受理。</p>
<table><tr><th>项目</th><th>标准</th></tr><tr><td>${words.cell}</td><td>每月六百元</td></tr></table>${'<p>第二条 其余事项依照有关规定办理。</p>'.repeat(20)}</body></html>`;

test('what was imported, asked and searched cannot be found, after failures and a kill either', async () => {
  await prepareDataFolder(data);
  const logs: Buffer[] = [];
  const first = await startServer({ folder, env });
  first.child.stderr?.on('data', (chunk: Buffer) => logs.push(chunk));
  first.child.stdout?.on('data', (chunk: Buffer) => logs.push(chunk));
  const bytesOf = (text: string) => new TextEncoder().encode(text);
  for (const grade of grades)
    await callApi(first.url, library.importDocument, { name: `${words.name}-${grade}.html`, grade }, bytesOf(page(grade)));
  await callApi(first.url, library.importDocument, { name: `${words.broken}.docx` }, bytesOf(`${words.broken}不是文档`));
  await allRead(first, grades.length);
  const answer = await callApi(first.url, answers.ask, { question: `申请人${words.body}由谁受理？${words.question}` });
  expect(JSON.stringify(answer)).toContain(words.body);
  const { hits } = await callApi(first.url, library.searchPassages, { query: `${words.cell} ${words.search}` });
  expect(JSON.stringify(hits)).toContain(words.cell);
  await fetch(`${first.url}/api/search?query=${encodeURIComponent(words.search)}&limit=${encodeURIComponent(words.search)}`);
  await fetch(`${first.url}/api/documents/${encodeURIComponent(words.search)}`);
  const dead = new Promise((resolve) => first.child.once('exit', resolve));
  const doomed = callApi(first.url, library.importDocument, { name: `${words.name}-再来.html` }, bytesOf(page('再来'))).catch(
    () => undefined,
  );
  first.child.kill('SIGKILL');
  await Promise.all([dead, doomed]);
  const planted = Object.values(words);
  expect(await findInFolder(data, planted)).toEqual([]);
  const second = await startServer({ folder, env });
  await sealed(second);
  await allRead(second, grades.length);
  await second.stop();
  expect(await findInFolder(data, planted)).toEqual([]);
  expect(findInBytes(Buffer.concat(logs), planted)).toEqual([]);
  // The same search is not blind: it finds a text in a file beside the data.
  await writeFile(join(data, 'control.txt'), words.body);
  expect((await findInFolder(data, planted)).map(({ text, file }) => ({ text, file }))).toEqual([
    { text: words.body, file: 'control.txt' },
  ]);
}, 240_000);

test.each(dataFixtures)(
  'what a folder of %s says in plain text is gone once it was opened and sealed',
  async (name) => {
    await mkdir(data);
    unpackFixture(name, data);
    const { documents, run } = contentsOf(name);
    const planted = [...documents.map((document) => document.name), run.question, ...run.sentences];
    const before = await findInFolder(data, planted);
    // Folders of versions that sealed have nothing plain to begin with.
    const isPlain = !existsSync(join(data, 'keys', 'master.key'));
    for (const text of planted) expect(before.some((finding) => finding.text === text)).toBe(isPlain);
    const server = await startServer({ folder, env });
    await sealed(server);
    await server.stop();
    expect(await findInFolder(data, planted)).toEqual([]);
    expect((await stat(join(data, 'keys', 'master.key'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(data, 'keys', 'master.key'), 'utf8')).toMatch(/^\S{44}\n$/);
  },
  240_000,
);
