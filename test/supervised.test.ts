import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { callApi } from '../bench/call-api.ts';
import { operations as library } from '../src/knowledge/contract.ts';
import { type FolderOwner, ownerOf } from '../src/store/folder-lock.ts';
import { runFile, startFile } from './support/command.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { until } from './support/until.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-supervised-'));
  await prepareDataFolder(join(folder, 'data'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const serving = (before?: FolderOwner): Promise<FolderOwner & { url: string }> =>
  until(
    'the service is there',
    async () => {
      const owner = await ownerOf(join(folder, 'data'));
      return owner?.url && owner.pid !== before?.pid ? { ...owner, url: owner.url } : undefined;
    },
    100_000,
  );

test('a service that is killed starts again by itself with what it had acknowledged, and stops when asked', {
  timeout: 300_000,
}, async () => {
  const { child } = startFile('src/cli/main.ts', ['serve', '--supervised', '--port', '0'], { folder, env: { HENGJIAN_SOLO: 'on' } });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const first = await serving();
  const { document } = await callApi(
    first.url,
    library.importDocument,
    { name: '规定.txt' },
    new TextEncoder().encode('第一条 停车收费。'),
  );
  process.kill(first.pid, 'SIGKILL');
  const second = await serving(first);
  expect((await callApi(second.url, library.getDocument, { documentId: document.id })).document.name).toBe('规定.txt');
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
  expect(await ownerOf(join(folder, 'data'))).toBeUndefined();
});

test('a service that cannot start says why once', async () => {
  const { code, stderr } = await runFile('src/cli/main.ts', ['serve', '--supervised'], { folder, env: { PORT: 'eighty' } });
  expect(code).not.toBe(0);
  expect(stderr.trim().split('\n')).toEqual([expect.stringContaining('PORT')]);
});
