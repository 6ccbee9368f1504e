import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { testsOnStore } from './test/support/tests-on-store.ts';

const root = fileURLToPath(new URL('.', import.meta.url));
const serverUrl = process.env['HENGJIAN_TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres';

export default defineConfig({
  test: {
    // Creating an embedded database takes 4 to 17 s on two shared cores.
    testTimeout: 60_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    setupFiles: [fileURLToPath(new URL('test/support/same-seed.ts', import.meta.url))],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,test,web/src}/**/*.test.ts'],
          env: { HENGJIAN_TEST_DATABASE_URL: '' },
        },
      },
      {
        extends: true,
        test: { name: 'postgres', include: testsOnStore(root), env: { HENGJIAN_TEST_DATABASE_URL: serverUrl } },
      },
      {
        extends: true,
        // One after the other: a browser and a service beside two others on two cores are slower than whoever uses a page.
        // Again: a click is sometimes lost on a menu that has just opened, for a reason not found yet.
        test: { name: 'e2e', include: ['test/**/*.e2e.ts'], env: { HENGJIAN_TEST_DATABASE_URL: '' }, fileParallelism: false, retry: 2 },
      },
    ],
  },
});
