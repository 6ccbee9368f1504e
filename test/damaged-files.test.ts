// Files are damaged or go missing while the service is stopped: what is found at the start, what by `doctor --deep`, what is put right
// by itself, and what each sentence says to do.
import { cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { callApi } from '../bench/call-api.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as status } from '../src/status/contract.ts';
import { openStore } from '../src/store/store.ts';
import { type Finished, runFile, startServer } from './support/command.ts';
import { openTestDatabase } from './support/database.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { until } from './support/until.ts';

const findingSchema = z.object({
  check: z.string(),
  state: z.enum(['ok', 'warning', 'fault']),
  count: z.number().optional(),
  zh: z.string(),
});
type Found = z.infer<typeof findingSchema>;
const original = '第一条 停车每小时收费五元。';

let folder: string;
const database = await openTestDatabase();
let env: Record<string, string>;
const dataFolder = (): string => join(folder, 'data');
const run = (...args: readonly string[]): Promise<Finished> => runFile('src/cli/main.ts', args, { folder, env });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-damaged-'));
  env = { HENGJIAN_SOLO: 'on', HENGJIAN_BACKUP: join(folder, 'backups'), ...(database.url ? { DATABASE_URL: database.url } : {}) };
  if (!database.url) await prepareDataFolder(dataFolder());
  await serving(async (url) => {
    await callApi(url, library.importDocument, { name: '停车.txt' }, new TextEncoder().encode(original));
    await until('it is read', async () =>
      (await callApi(url, library.listDocuments, { state: 'ready', limit: 1 })).total > 0 ? true : undefined,
    );
  });
  expect((await run('backup')).code).toBe(0);
});
afterAll(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

async function serving(work: (url: string) => Promise<void>): Promise<void> {
  const server = await startServer({ folder, env });
  try {
    await work(server.url);
  } finally {
    await server.stop();
  }
}

/** What `doctor --deep` says of the data, by part. */
async function deepFindings(code: number): Promise<Map<string, Found>> {
  const { stdout, stderr, code: ended } = await run('doctor', '--deep', '--json');
  expect(ended, stderr).toBe(code);
  const found = stdout
    .trim()
    .split('\n')
    .map((line) => findingSchema.parse(JSON.parse(line)));
  return new Map(found.filter(({ count }) => count !== undefined).map((one) => [one.check, one]));
}

async function filesIn(place: string): Promise<string[]> {
  const entries = await readdir(place, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** One bit, in the middle of the file unless told where. */
async function flip(path: string, at?: number): Promise<void> {
  const bytes = await readFile(path);
  const place = at ?? Math.floor(bytes.length / 2);
  bytes[place] = (bytes[place] ?? 0) ^ 1;
  await writeFile(path, bytes);
}

const sealedOriginal = async (): Promise<string> =>
  (await filesIn(join(dataFolder(), 'files'))).find((path) => path.endsWith('.sealed')) ?? '';

test('nothing damaged: every part is said to be whole', async () => {
  const found = await deepFindings(0);
  expect([...found].map(([check, { state }]) => [check, state])).toEqual([
    ['ledger', 'ok'],
    ['values', 'ok'],
    ['originals', 'ok'],
    ['search', 'ok'],
    ['backups', 'ok'],
  ]);
});

test('a damaged original is found, told on the Status page, and put right by importing the file again; so is one that is gone', async () => {
  const troubles = async (url: string): Promise<string[]> => (await callApi(url, status.getStatus, {})).troubles.map(({ kind }) => kind);
  const importAgain = (url: string) => callApi(url, library.importDocument, { name: '停车.txt' }, new TextEncoder().encode(original));
  await flip(await sealedOriginal());
  const found = await deepFindings(1);
  expect(found.get('originals')).toMatchObject({ state: 'fault', count: 1 });
  expect(found.get('originals')?.zh).toContain('重新导入');
  await serving(async (url) => {
    expect(await troubles(url)).toContain('data-damaged');
    await importAgain(url);
  });
  await rm(await sealedOriginal());
  expect((await deepFindings(1)).get('originals')?.count).toBe(1);
  await serving(async (url) => void (await importAgain(url)));
  expect((await deepFindings(0)).get('originals')?.state).toBe('ok');
  await serving(async (url) => expect(await troubles(url)).not.toContain('data-damaged'));
});

test('a search snapshot with a flipped bit is made anew by itself', async () => {
  const [snapshot = ''] = await filesIn(join(dataFolder(), 'search'));
  await flip(snapshot);
  await serving(async (url) => {
    expect((await callApi(url, library.searchPassages, { query: '停车收费' })).hits).toHaveLength(1);
  });
});

test('a backup with a damaged chunk is found, and the next backup makes good what it lacks', async () => {
  const sizes = await Promise.all(
    (await filesIn(join(folder, 'backups', 'chunks'))).map(async (path) => ({ path, size: (await stat(path)).size })),
  );
  const [largest] = sizes.toSorted((one, other) => other.size - one.size);
  await flip(largest?.path ?? '');
  const found = await deepFindings(1);
  expect(found.get('backups')).toMatchObject({ state: 'fault', count: 1 });
  expect(found.get('backups')?.zh).toContain('bin/hengjian backup');
  expect((await run('backup')).code).toBe(0);
  const restored = join(folder, 'restored');
  const { code, stderr } = await run(
    'restore',
    '--from',
    join(folder, 'backups'),
    '--into',
    restored,
    '--keys',
    join(dataFolder(), 'keys'),
    '--verify',
  );
  expect(code, stderr).toBe(0);
});

test('a sealed value that was changed in the database is found, with its place, and stops no other check', async () => {
  const store = await openStore(
    database.url ? { kind: 'server', url: database.url } : { kind: 'embedded', folder: join(dataFolder(), 'database') },
  );
  const title = await sql<{ title: string }>`select title from document`.execute(store.tables());
  const sealed = title.rows[0]?.title ?? '';
  const middle = Math.floor(sealed.length / 2);
  const changed = `${sealed.slice(0, middle)}${sealed[middle] === 'A' ? 'B' : 'A'}${sealed.slice(middle + 1)}`;
  await sql`update document set title = ${changed}`.execute(store.tables());
  await store.close();
  const found = await deepFindings(1);
  expect(found.get('values')).toMatchObject({ state: 'fault', count: 1 });
  expect(found.get('values')?.zh).toMatch(/document\.title\/[0-9a-f-]{36}.*bin\/hengjian restore/);
  expect(found.get('search')?.zh).toContain('sealed-value-refused');
});

test('a master key with a flipped bit stops the start, and the sentence says what to put back', async () => {
  const file = join(dataFolder(), 'keys', 'master.key');
  const kept = await readFile(file);
  await writeFile(file, Buffer.alloc(32, 7).toString('base64'));
  const { code, stderr } = await run('doctor', '--deep');
  expect(code).toBe(2);
  expect(stderr).toContain('主密钥');
  await writeFile(file, kept);
});

describe.runIf(!database.url)('a database folder', () => {
  test.each([
    ['whose control file has a flipped bit', (place: string) => flip(join(place, 'global', 'pg_control'), 20)],
    ['whose control file is gone', (place: string) => rm(join(place, 'global', 'pg_control'))],
  ])('%s does not open, and the sentence says to restore', async (_, damage) => {
    const place = await mkdtemp(join(tmpdir(), 'hengjian-damaged-database-'));
    await cp(dataFolder(), join(place, 'data'), { recursive: true });
    await damage(join(place, 'data', 'database'));
    const { code, stderr } = await runFile('src/cli/main.ts', ['serve', '--port', '0'], { folder: place, env: { HENGJIAN_SOLO: 'on' } });
    expect(code).toBe(2);
    expect(stderr).toContain('数据库文件已损坏');
    expect(stderr).toContain('bin/hengjian restore');
    await rm(place, { recursive: true, force: true });
  });
});
