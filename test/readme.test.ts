// The commands of both READMEs are the same, and each of them runs, as written, on a machine with nothing but the checkout.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { prepareDataFolder } from './support/prepared-database.ts';

const root = join(import.meta.dirname, '..');
const commandsOf = async (name: string): Promise<string[]> => {
  const text = await readFile(join(root, name), 'utf8');
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].flatMap(([, block = '']) => block.split('\n').filter((line) => line.trim() !== ''));
};
const commands = await commandsOf('README.md');
const verbs = commands.filter((command) => command.startsWith('bin/hengjian '));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-readme-'));
  await prepareDataFolder(join(folder, 'data'));
  await mkdir(join(folder, 'policies'));
  const rental = '南湾市公共租赁住房管理办法\n第一条 申请公共租赁住房的条件是：申请人在本市就业满一年，家庭人均月收入不超过三千元。';
  await writeFile(join(folder, 'policies', '公租房.txt'), rental);
  await writeFile(join(folder, 'corpus.jsonl'), JSON.stringify({ id: 'rental', text: rental }));
  await writeFile(join(folder, 'queries.jsonl'), JSON.stringify({ id: 'q', text: '公共租赁住房收入' }));
  await writeFile(join(folder, 'questions.jsonl'), JSON.stringify({ id: 'q', question: '申请公共租赁住房家庭人均月收入不超过多少？' }));
  const claim = { id: 'c', premise: rental, hypothesis: '申请人须在本市就业满一年。' };
  await writeFile(join(folder, 'claims.jsonl'), JSON.stringify(claim));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('both READMEs give the same commands', async () => {
  expect(await commandsOf('README.zh-CN.md')).toEqual(commands);
});

test('every npm script that they name exists', async () => {
  const { scripts } = z
    .object({ scripts: z.record(z.string(), z.string()) })
    .parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  const named = commands.filter((command) => command.startsWith('npm ')).map((command) => command.replace(/^npm (run )?/, ''));
  expect(Object.keys(scripts)).toEqual(expect.arrayContaining(named));
  expect(verbs.length + named.length).toBe(commands.length);
});

test('the verbs are there to be run', () => {
  expect(verbs.map((verb) => verb.split(' ')[1])).toEqual(expect.arrayContaining(['import', 'search', 'ask', 'doctor']));
});

// In order: what is imported first is found afterwards.
test.each(verbs)('%s', async (command) => {
  const [program = '', ...args] = command.split(' ');
  // Without npm on the path a checkout that is not installed says so, instead of installing itself in a test.
  const env = { HENGJIAN_DATA: join(folder, 'data'), HENGJIAN_SOLO: 'on', PORT: '0', PATH: '' };
  const { code, stdout, stderr } = await new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, [join(root, program), ...args], { cwd: folder, env }, (error, out, remarks) =>
      resolve({ code: typeof error?.code === 'number' ? error.code : error ? -1 : 0, stdout: out, stderr: remarks }),
    ),
  );
  expect({ code, stderr }).toMatchObject({ code: 0 });
  const out = /--out (\S+)/.exec(command)?.[1];
  const result = out === undefined ? stdout : await readFile(join(folder, out), 'utf8');
  expect(result.trim()).not.toBe('');
  if (args[0] === 'ask') expect(result).toContain('三千元');
});
