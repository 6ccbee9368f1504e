import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import { until } from '../../test/support/until.ts';
import { backupIdSchema, newId } from '../base/ids.ts';
import { silentLog } from '../base/log.ts';
import { createJobs } from '../store/jobs.ts';
import { openStore, type Store } from '../store/store.ts';
import { listBackups, readManifest } from './manifest.ts';
import { checkBackups } from './check-backups.ts';
import { prune } from './prune.ts';
import { restoreBackup } from './restore.ts';
import { takeBackup } from './take-backup.ts';
import { createFolderTarget } from './vault/target.ts';
import { openVault, type Vault } from './vault/vault.ts';

const key = { bytes: randomBytes(32), where: 'test' };
let library: TestLibrary;
let folder: string;
let vault: Vault;

beforeAll(async () => {
  library = await openTestLibrary();
  folder = await mkdtemp(join(tmpdir(), 'hengjian-backup-'));
  vault = await openVault(createFolderTarget(join(folder, 'backups')), key, { mayMake: true });
  for (let number = 1; number <= 12; number += 1)
    await library.bring(
      `规定${number}.txt`,
      Array.from({ length: 40 }, (_, line) => `第${line + 1}条 停车收费按第${number}档计算，“引号”、反斜杠\\与制表\t符照存。`).join('\n'),
    );
});
afterAll(async () => {
  await library.close();
  await rm(folder, { recursive: true, force: true });
});

const take = () =>
  takeBackup({ store: library.store, dataFolder: library.folder, without: [], productVersion: '0.0.0', now: () => new Date() }, vault, {
    id: newId(backupIdSchema),
    reason: 'by-hand',
  });
describe('a backup', () => {
  test('is restored with every row, file and unfinished job, on another kind of database too', { timeout: 300_000 }, async () => {
    const { promise: held, resolve: release } = Promise.withResolvers<void>();
    await library.jobs.start({ name: 'test-kind', work: () => held });
    await library.jobs.enqueue('test-kind', 'under way');
    await library.jobs.enqueue('test-kind', 'waiting');
    const summary = await take();
    release();
    const dataFolder = join(folder, 'whole');
    const database = { kind: 'embedded', folder: join(dataFolder, 'database') } as const;
    const report = await restoreBackup(vault, summary.id, { database, dataFolder }, silentLog);
    expect(report).toMatchObject({ faults: [], rows: summary.rows, files: 12 });
    const restored = await openStore(database);
    const passages = async ({ tables }: Store) => {
      const { rows } = await sql`select document_id, ordinal, text, origin::text from passage order by id`.execute(tables());
      return rows;
    };
    expect(await passages(restored)).toEqual(await passages(library.store));
    for (const name of await readdir(library.folder, { recursive: true }))
      expect(await readdir(dataFolder, { recursive: true })).toContain(name);
    const jobs = await createJobs(restored, silentLog);
    const done: string[] = [];
    await jobs.start({ name: 'test-kind', work: async (subject) => void done.push(subject) });
    await until('the work is done', () => (done.length === 2 ? true : undefined));
    expect(done.toSorted()).toEqual(['under way', 'waiting']);
    await jobs.stop();
    await restored.close();
  });

  test('is of one moment, while others write', async () => {
    const tables = library.store.tables<{ collection: { id: string; name: string; created_at: Date } }>();
    const names = Array.from({ length: 120 }, (_, number) => `文集${String(number).padStart(3, '0')}`);
    let isTaken = false;
    // Each name is written, renamed and, but for every tenth, deleted before the next one: at any moment at most one is under way.
    const writing = (async () => {
      for (const name of names) {
        if (isTaken) return;
        const id = crypto.randomUUID();
        await tables
          .insertInto('collection')
          .values({ id, name: `${name}草`, created_at: new Date() })
          .execute();
        await tables.updateTable('collection').set({ name }).where('id', '=', id).execute();
        if (!name.endsWith('0')) await tables.deleteFrom('collection').where('id', '=', id).execute();
      }
    })();
    const { id } = await take();
    isTaken = true;
    await writing;
    const entry = (await readManifest(vault, id)).tables.find(({ name }) => name === 'collection');
    const content = (await Promise.all((entry?.chunks ?? []).map((chunk) => vault.getChunk(chunk)))).join('');
    const found = [...content.matchAll(/"文集(\d{3})(草?)"/g)].map(([, number, draft]) => ({
      number: Number(number),
      isDraft: draft !== '',
    }));
    const last = Math.max(...found.map(({ number }) => number), 0);
    const kept = found.filter(({ number, isDraft }) => number % 10 === 0 && !isDraft).map(({ number }) => number);
    expect(found.filter(({ number, isDraft }) => isDraft || number % 10 !== 0).length).toBeLessThanOrEqual(1);
    for (let number = 0; number < last; number += 10) expect(kept).toContain(number);
  });

  test('after a small change stores little that is new', async () => {
    const first = await take();
    const again = await take();
    expect(again.newBytes).toBeLessThan(first.contentBytes / 50);
    await library.bring('新增.txt', '第一条 新增一份文件。');
    const third = await take();
    expect(third.newBytes).toBeGreaterThan(0);
    expect((await listBackups(vault)).summaries.map(({ id }) => id).slice(0, 3)).toEqual([third.id, again.id, first.id]);
  });

  test('shows nothing of what it holds', async () => {
    await take();
    const entries = await readdir(join(folder, 'backups'), { recursive: true, withFileTypes: true });
    for (const entry of entries.filter((each) => each.isFile())) {
      const bytes = await readFile(join(entry.parentPath, entry.name));
      expect(bytes.includes('停车收费') || bytes.includes('规定1')).toBe(false);
    }
  });

  test('that was damaged is refused by name', async () => {
    const { id } = await take();
    const chunk = (await readManifest(vault, id)).tables.find(({ name }) => name === 'passage')?.chunks[0] ?? '';
    const path = join(folder, 'backups', 'chunks', chunk.slice(0, 2), chunk);
    const whole = await readFile(path);
    const damaged = Buffer.from(whole);
    damaged[damaged.length >> 1] = (damaged[damaged.length >> 1] ?? 0) ^ 1;
    await writeFile(path, damaged);
    await expect(vault.getChunk(chunk)).rejects.toMatchObject({ code: 'backup-damaged', details: { name: chunk } });
    await writeFile(path, whole);
  });

  test('whose summary is damaged is listed as such beside the others, can be restored, and keeps what it needs', async () => {
    const [damaged, next] = [await take(), await take()];
    const path = join(folder, 'backups', 'backups', `${damaged.id}.summary`);
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, whole.length >> 1));
    const listed = await listBackups(vault);
    expect(listed.damaged).toEqual([damaged.id]);
    expect(listed.summaries[0]).toEqual(next);
    const last = await take();
    const { unreadable } = await prune(vault, { daily: 1, weekly: 0, monthly: 0 }, []);
    expect(unreadable).toEqual([]);
    expect((await listBackups(vault)).summaries).toEqual([last]);
    const dataFolder = join(folder, 'from-damaged');
    const database = { kind: 'embedded', folder: join(dataFolder, 'database') } as const;
    expect((await restoreBackup(vault, damaged.id, { database, dataFolder }, silentLog)).faults).toEqual([]);
    const found: string[] = [];
    for await (const { faults } of checkBackups(vault)) found.push(...faults);
    expect(found).toEqual([`${damaged.id}/summary`]);
    await rm(path);
    await rm(path.replace('.summary', '.manifest'));
  });

  test('whose manifest is damaged keeps everything from being removed, and the next backup from nothing', async () => {
    const { id } = await take();
    const path = join(folder, 'backups', 'backups', `${id}.manifest`);
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(1));
    const last = await take();
    const keepNone = { daily: 0, weekly: 0, monthly: 0 };
    expect(await prune(vault, keepNone, [id])).toEqual({ backups: 0, chunks: 0, unreadable: [id] });
    expect((await listBackups(vault)).summaries[0]).toEqual(last);
    await writeFile(path, whole);
  });

  test('does not open with another key', async () => {
    const other = { bytes: randomBytes(32), where: 'elsewhere' };
    const target = createFolderTarget(join(folder, 'backups'));
    await expect(openVault(target, other, { mayMake: false })).rejects.toMatchObject({ code: 'backup-key-wrong' });
  });

  test('is not restored over data', async () => {
    const { id } = await take();
    const place = { database: { kind: 'embedded', folder: join(folder, 'database') }, dataFolder: folder } as const;
    await expect(restoreBackup(vault, id, place, silentLog)).rejects.toMatchObject({ code: 'restore-not-empty' });
  });

  test('is removed when retention no longer keeps it, and what others need stays', async () => {
    const { id } = await take();
    const { backups } = await prune(vault, { daily: 1, weekly: 0, monthly: 0 }, []);
    expect(backups).toBeGreaterThan(0);
    expect((await listBackups(vault)).summaries.map((each) => each.id)).toEqual([id]);
    const { tables, files } = await readManifest(vault, id);
    const needed = new Set([...tables, ...files].flatMap(({ chunks }) => chunks));
    const present = new Set<string>();
    for await (const name of vault.chunkNames()) present.add(name);
    expect(present).toEqual(needed);
  });
});
