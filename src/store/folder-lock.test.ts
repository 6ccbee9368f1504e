import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { until } from '../../test/support/until.ts';
import { lockFolder, ownerOf } from './folder-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-lock-'));
});
const lockPath = (): string => join(folder, 'hengjian.lock');
const leave = (owner: object): Promise<void> =>
  writeFile(lockPath(), JSON.stringify({ pid: process.pid, host: hostname(), startTime: '', url: null, ...owner }));

/** The number of a process that has ended. */
async function endedProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await new Promise((resolve) => child.on('exit', resolve));
  return child.pid ?? 0;
}

test('a folder is owned by one process, which is named to a second, until it is released', async () => {
  const lock = await lockFolder(folder);
  await expect(lockFolder(folder)).rejects.toMatchObject({
    code: 'folder-in-use',
    details: { folder, owner: `pid ${process.pid}@${hostname()}` },
  });
  expect(await ownerOf(folder)).toMatchObject({ pid: process.pid, url: null });
  await lock.release();
  expect(await ownerOf(folder)).toBeUndefined();
  await (await lockFolder(folder)).release();
  expect(await readdir(folder)).toEqual([]);
});

test('of many that want a folder at once exactly one gets it', async () => {
  const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('the owner tells where it serves, and is never seen half written', async () => {
  const lock = await lockFolder(folder);
  const announced = (async () => {
    for (let port = 8080; port < 8180; port += 1) await lock.announce(`http://127.0.0.1:${port}`);
  })();
  for (let look = 0; look < 100; look += 1) expect(await ownerOf(folder)).toBeDefined();
  await announced;
  await lock.announce('http://127.0.0.1:9000');
  expect(await ownerOf(folder)).toMatchObject({ url: 'http://127.0.0.1:9000' });
  await lock.release();
});

describe('a lock is taken over', () => {
  test('when its process has ended', async () => {
    await leave({ pid: await endedProcess() });
    expect(await ownerOf(folder)).toBeUndefined();
    await (await lockFolder(folder)).release();
  });

  test('when its process has ended and its parent has not taken note, as in a container without an init', async () => {
    const parent = spawn('sh', ['-c', 'sleep 0.2 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
    const pid = Number(await new Promise<string>((resolve) => parent.stdout.once('data', (chunk: Buffer) => resolve(chunk.toString()))));
    await until('it has ended', () => (/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')) ? true : undefined));
    await leave({ pid });
    await expect(lockFolder(folder)).resolves.toBeDefined();
    parent.kill('SIGKILL');
  });

  test('when its process number is used by another process now', async () => {
    await leave({ startTime: '1' });
    await (await lockFolder(folder)).release();
  });

  test('when it is garbage', async () => {
    await writeFile(lockPath(), '{"pid":');
    await (await lockFolder(folder)).release();
  });

  test('by exactly one of many', async () => {
    const pid = await endedProcess();
    for (let round = 0; round < 40; round += 1) {
      await leave({ pid });
      const results = await Promise.allSettled(Array.from({ length: 10 }, () => lockFolder(folder)));
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
      expect(JSON.parse(await readFile(lockPath(), 'utf8'))).toMatchObject({ pid: process.pid });
    }
    expect(await readdir(folder)).toEqual(['hengjian.lock']);
  });
});

test('a lock of another machine is respected, since its process cannot be asked', async () => {
  await leave({ host: 'another-machine', pid: 1 });
  await expect(lockFolder(folder)).rejects.toMatchObject({ code: 'folder-in-use' });
});

test('a folder that cannot be made is named with the reason', async () => {
  const blocked = join(folder, 'a-file');
  await writeFile(blocked, '');
  await expect(lockFolder(join(blocked, 'data'))).rejects.toMatchObject({ code: 'storage-unwritable', details: { cause: 'ENOTDIR' } });
});
