// A small sealed database with originals, as a process of the product stands on it: for tests that replace its keys.
import { join } from 'node:path';
import { silentLog } from '../../src/base/log.ts';
import { createFolderFiles } from '../../src/store/files.ts';
import { createJobs } from '../../src/store/jobs.ts';
import { openKeyRing } from '../../src/store/keys/key-ring.ts';
import { masterKeySource } from '../../src/store/keys/master-key.ts';
import { createSeal } from '../../src/store/seal/seal.ts';
import { startSealing } from '../../src/store/seal/sealing.ts';
import { openStore } from '../../src/store/store.ts';
import { until } from './until.ts';

interface NoteTables {
  note: { id: string; text: string };
}
const algorithm = 'aes-256-gcm';
/** Short, so that the grace that other processes get is short too. */
const refreshMs = 20;

/** In a folder, or on a server with the files in the folder. */
export async function openSealedPlace(folder: string, url: string | undefined) {
  const store = await openStore(url ? { kind: 'server', url } : { kind: 'embedded', folder: join(folder, 'database') });
  const master = masterKeySource({ file: join(folder, 'keys', 'master.key') });
  const ring = await openKeyRing({ store, master, algorithm, refreshMs });
  const seal = createSeal(ring);
  const files = createFolderFiles(join(folder, 'files'), seal);
  const text = seal.columns.text({ table: 'note', column: 'text', purpose: 'answers' });
  const jobs = await createJobs(store, silentLog);
  const notes = store.tables<NoteTables>();
  return {
    store,
    seal,
    ring,
    files,
    /** What is kept, opened, in order. */
    readAll: async (addresses: readonly string[]): Promise<string[]> => [
      ...(await notes.selectFrom('note').selectAll().orderBy('id').execute()).map((row) => text.open(row.id, row.text)),
      ...(await Promise.all(addresses.map(async (address) => Buffer.from(await files.get(address)).toString()))),
    ],
    async write(id: string, content: string) {
      // As before each request of the product.
      await ring.lookIfOverdue();
      await notes
        .insertInto('note')
        .values({ id, text: text.seal(id, content) })
        .execute();
    },
    /** Goes on with a rotation that was cut off. */
    async start() {
      const sealing = await startSealing({ store, jobs, seal, ring, master, algorithm, stocks: [files.stock], log: silentLog });
      const settled = () => until('the rotation has ended', async () => ((await sealing.state()).isWorking ? undefined : true));
      return { rotate: sealing.rotate, settled };
    },
    async close() {
      await jobs.stop();
      ring.close();
      await store.close();
    },
  };
}
