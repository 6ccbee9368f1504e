// What keeps the server from starting is said in one sentence in each language, and nothing is lost by it.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Finished, runFile, type Serving, startServer } from './support/command.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { mountSmallDisk } from './support/small-disk.ts';

let folder: string;
let server: Serving;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-start-'));
  await prepareDataFolder(join(folder, 'data'));
  server = await startServer({ folder });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

const start = (env: Record<string, string>): Promise<Finished> => runFile('src/main.ts', [], { folder, env: { PORT: '0', ...env } });

function expectOneSentenceEach({ code, stdout, stderr }: Finished, ...words: readonly string[]): void {
  expect(code).toBe(1);
  expect(stdout).toBe('');
  const lines = stderr.trim().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toMatch(/\p{Script=Han}/u);
  for (const word of words) for (const line of lines) expect(line).toContain(word);
}

test('a folder that another process uses', async () => {
  expectOneSentenceEach(await start({}), join(folder, 'data'), `pid ${server.child.pid}`);
});

test('an address that is not of this machine alone', async () => {
  expectOneSentenceEach(await start({ HOST: '0.0.0.0' }), 'HOST');
});

test('settings that make no sense, all at once', async () => {
  expectOneSentenceEach(await start({ PORT: 'eighty', DATABASE_URL: 'mysql://x' }), 'PORT', 'DATABASE_URL');
});

test('a data folder that cannot be made', async () => {
  const file = join(folder, 'a-file');
  await writeFile(file, '');
  expectOneSentenceEach(await start({ HENGJIAN_DATA: join(file, 'data') }), join(file, 'data'), 'ENOTDIR');
});

test('a database server that does not answer', async () => {
  expectOneSentenceEach(
    await start({ HENGJIAN_DATA: join(folder, 'replica'), DATABASE_URL: 'postgres://127.0.0.1:1/none' }),
    'ECONNREFUSED',
  );
});

test('a port that is taken', async () => {
  const occupant = createServer();
  await new Promise<void>((resolve) => occupant.listen(0, '127.0.0.1', resolve));
  const address = occupant.address();
  const port = typeof address === 'object' ? String(address?.port) : '';
  const data = join(folder, 'second');
  await prepareDataFolder(data);
  expectOneSentenceEach(await start({ HENGJIAN_DATA: data, PORT: port }), port);
  await new Promise((resolve) => occupant.close(resolve));
  expect(await readdir(data)).not.toContain('hengjian.lock');
});

test('a disk that is full', async ({ skip }) => {
  const folderOnDisk = join(folder, 'disk');
  const disk = mountSmallDisk(folderOnDisk, 20) ?? skip('mounting a small disk is not allowed here');
  try {
    expectOneSentenceEach(await start({ HENGJIAN_DATA: join(folderOnDisk, 'data') }), 'ENOSPC');
  } finally {
    disk.remove();
  }
});
