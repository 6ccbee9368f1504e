// How fast everything is backed up while others ask, how long they wait for it, what the next backup adds, and how fast it is all
// restored and compared.
//   npm run bench:backup [-- --passages 20000]     on PGlite, or on a new database of the server that DATABASE_URL names
import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { restoreBackup } from '../src/backup/restore.ts';
import { takeBackup } from '../src/backup/take-backup.ts';
import { createFolderTarget } from '../src/backup/vault/target.ts';
import { openVault } from '../src/backup/vault/vault.ts';
import { backupIdSchema, newId } from '../src/base/ids.ts';
import { silentLog } from '../src/base/log.ts';
import type { LibraryTables } from '../src/knowledge/tables.ts';
import { printMeasurements } from './bars.ts';
import { openBenchPlace } from './bench-database.ts';
import { fillLibrary } from './fill-library.ts';

const { values: options } = parseArgs({ options: { passages: { type: 'string', default: '20000' } } });
const texts = Array.from({ length: Number(options.passages) }, (_, number) => ({
  title: `规定${Math.floor(number / 40)}`,
  text: `第${number}条 ${'停车收费按时计算，逾期加收，凭证备查。'.repeat(1 + (number % 9))}${randomBytes(24).toString('hex')}`,
}));

const place = await openBenchPlace('backup');
await mkdir(join(place.folder, 'data'), { recursive: true });
const store = await place.open();
try {
  await fillLibrary(store.tables<LibraryTables>(), texts);
  const dataFolder = join(place.folder, 'files-only');
  await mkdir(dataFolder, { recursive: true });
  const key = { bytes: randomBytes(32), where: 'bench' };
  const vault = await openVault(createFolderTarget(join(place.folder, 'backups')), key, { mayMake: true });
  const source = { store, dataFolder, without: [], productVersion: '0', now: () => new Date() };
  const take = async () => {
    const startedAt = performance.now();
    const waiting = watchWaits();
    const summary = await takeBackup(source, vault, { id: newId(backupIdSchema), reason: 'by-hand' });
    return { ...summary, seconds: (performance.now() - startedAt) / 1000, longestWaitMs: await waiting.stop() };
  };
  const first = await take();
  await fillLibrary(store.tables<LibraryTables>(), [{ title: '新增', text: '第一条 新增一条。' }]);
  const second = await take();
  const startedAt = performance.now();
  const aside = join(place.folder, 'aside');
  const restored = { database: { kind: 'embedded', folder: join(aside, 'database') }, dataFolder: aside } as const;
  const { faults } = await restoreBackup(vault, second.id, restored, silentLog);
  const restoreSeconds = (performance.now() - startedAt) / 1000;
  const megabytes = first.contentBytes / 2 ** 20;
  printMeasurements([
    { measure: 'rows', value: first.rows },
    { measure: 'content', value: megabytes, unit: ' MB' },
    { measure: 'first backup', value: first.seconds, unit: ' s' },
    { measure: 'first backup, content per second', value: megabytes / first.seconds, unit: ' MB/s' },
    { measure: 'stored of the content', value: (first.newBytes / first.contentBytes) * 100, unit: ' %' },
    { measure: 'longest wait of another query meanwhile', value: first.longestWaitMs, unit: ' ms' },
    { measure: 'second backup after one new document', value: second.seconds, unit: ' s' },
    { measure: 'second backup adds, of the first', value: (second.newBytes / first.newBytes) * 100, unit: ' %' },
    { measure: 'restore into PGlite with every hash compared', value: restoreSeconds, unit: ' s' },
    { measure: 'differences after the restore', value: faults.length, bar: { atMost: 0 } },
  ]);
} finally {
  await store.close();
  await place.remove();
}

/** Another user of the database, who asks something small again and again. */
function watchWaits(): { stop(): Promise<number> } {
  let isStopping = false;
  let longestMs = 0;
  const asking = (async () => {
    while (!isStopping) {
      const askedAt = performance.now();
      await store.run('select 1', []);
      longestMs = Math.max(longestMs, performance.now() - askedAt);
      await new Promise((wake) => setImmediate(wake));
    }
  })();
  return {
    async stop() {
      isStopping = true;
      await asking;
      return longestMs;
    },
  };
}
