// Keys are replaced while a backup is made: the backup still opens everything that it holds.
import { randomBytes } from 'node:crypto';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { until } from '../../test/support/until.ts';
import { backupIdSchema, newId } from '../base/ids.ts';
import { silentLog } from '../base/log.ts';
import { createFolderFiles, type Files } from '../store/files.ts';
import { createJobs, type Jobs } from '../store/jobs.ts';
import { type KeyRing, openKeyRing } from '../store/keys/key-ring.ts';
import { masterKeySource } from '../store/keys/master-key.ts';
import { createSeal } from '../store/seal/seal.ts';
import { type Sealing, startSealing } from '../store/seal/sealing.ts';
import { openStore, type Store } from '../store/store.ts';
import { restoreBackup } from './restore.ts';
import { takeBackup } from './take-backup.ts';
import { createFolderTarget } from './vault/target.ts';
import { openVault, type Vault } from './vault/vault.ts';

const algorithm = 'aes-256-gcm';
const contents = Array.from({ length: 5 }, (_, number) => Buffer.from(`第${number}号原件`));
let database: TestDatabase;
let folder: string;
let ring: KeyRing;
let jobs: Jobs;
let sealing: Sealing;
let addresses: string[];

beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hengjian-rotation-'));
  const { store } = database;
  ring = await openRing(store, join(folder, 'data'));
  jobs = await createJobs(store, silentLog);
  const seal = createSeal(ring);
  const files = createFolderFiles(join(folder, 'data', 'files'), seal);
  addresses = await Promise.all(contents.map((bytes) => files.put(bytes)));
  sealing = await startSealing({
    store,
    jobs,
    seal,
    ring,
    master: masterIn(join(folder, 'data')),
    algorithm,
    stocks: [files.stock],
    log: silentLog,
  });
  await settled();
});
afterEach(async () => {
  await jobs.stop();
  ring.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const masterIn = (dataFolder: string) => masterKeySource({ file: join(dataFolder, 'keys', 'master.key') });
const openRing = (store: Store, dataFolder: string): Promise<KeyRing> =>
  openKeyRing({ store, master: masterIn(dataFolder), algorithm, refreshMs: 500 });
const settled = (): Promise<true> => until('keys rest', async () => ((await sealing.state()).isWorking ? undefined : true), 60_000);

test.each([
  ['data keys', true, async () => (await sealing.rotate(), await settled())],
  ['the master key', false, async () => sealing.rotateMaster()],
])('%s replaced between the rows and the files of a backup', { timeout: 180_000 }, async (_, areKeysApart, rotate) => {
  const plain = await openVault(createFolderTarget(join(folder, 'backups')), { bytes: randomBytes(32), where: 'test' }, { mayMake: true });
  let rotation: 'not yet' | 'due' | 'done' = 'not yet';
  // Rows are read to their end in the transaction that asks for the time; the next chunk is of a file.
  const vault: Vault = {
    ...plain,
    async putChunk(content) {
      if (rotation === 'due') {
        rotation = 'done';
        await rotate();
      }
      return plain.putChunk(content);
    },
  };
  const now = (): Date => {
    if (rotation === 'not yet') rotation = 'due';
    return new Date();
  };
  const source = {
    store: database.store,
    dataFolder: join(folder, 'data'),
    without: areKeysApart ? ['keys'] : [],
    productVersion: '0.0.0',
    now,
  };
  const { id } = await takeBackup(source, vault, { id: newId(backupIdSchema), reason: 'by-hand' });
  expect(rotation).toBe('done');

  const restored = join(folder, 'restored');
  if (areKeysApart) await cp(join(folder, 'data', 'keys'), join(restored, 'keys'), { recursive: true });
  const place = { database: { kind: 'embedded', folder: join(restored, 'database') } as const, dataFolder: restored };
  expect((await restoreBackup(plain, id, place, silentLog)).faults).toEqual([]);
  const store = await openStore(place.database);
  const reopened = await openRing(store, restored);
  const files: Files = createFolderFiles(join(restored, 'files'), createSeal(reopened));
  for (const [index, address] of addresses.entries()) expect(await files.get(address)).toEqual(contents[index]);
  reopened.close();
  await store.close();
});
