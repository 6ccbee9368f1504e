// The power fails while keys are replaced: wherever that was, the rotation ends after the next start and nothing is lost by it.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startFile } from './support/command.ts';
import { openTestDatabase, type TestDatabase } from './support/database.ts';
import { prepareDataFolder } from './support/prepared-database.ts';
import { openSealedPlace } from './support/rotation.ts';
import { until } from './support/until.ts';

/** Two rotations take about 1,400 ms. */
const livesMs = [170, 930, 520, 1150];
const noteCount = 400;
const id = (number: number): string => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

let database: TestDatabase;
let folder: string;
beforeEach(async () => {
  database = await openTestDatabase();
  folder = await mkdtemp(join(tmpdir(), 'hengjian-killed-rotation-'));
  if (!database.url) await prepareDataFolder(folder);
});
afterEach(async () => {
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const open = () => openSealedPlace(folder, database.url);

test('killed at several moments of it, a rotation ends, everything opens, and nothing is left under an old key', async () => {
  const { addresses, keys } = await fill();
  const expected = [...Array.from({ length: noteCount }, (_, number) => `内容${number}`), '原件0', '原件1', '原件2'];
  for (const delay of livesMs) await liveFor(delay, [folder, JSON.stringify(expected), addresses.join(','), database.url ?? '']);

  const place = await open();
  const { settled } = await place.start();
  await settled();
  const killedAfter = `killed after ${livesMs.join(', ')} ms`;
  expect(await place.readAll(addresses), killedAfter).toEqual(expected);
  expect(await keysOf(place), killedAfter).toEqual(keys);
  const [column] = place.seal.columns.declared();
  const { rows } = await place.store.run('select id::text, text from note');
  await place.ring.lookIfOverdue();
  const old = rows.filter(({ id: row, text }) => column?.renew(String(row), text) !== undefined);
  expect(old, killedAfter).toEqual([]);
  const sealed = await Promise.all((await sealedFiles()).map((path) => readFile(path)));
  await place.ring.lookIfOverdue();
  expect(
    sealed.map((bytes) => place.seal.originals.isCurrent(bytes)),
    killedAfter,
  ).toEqual([true, true, true]);
  await place.close();
});

/** What is kept, and the keys that it stands under when nothing is being replaced: one for each purpose. */
async function fill(): Promise<{ addresses: string[]; keys: string[] }> {
  const place = await open();
  await place.store.run('create table note (id uuid primary key, text text)');
  await (await place.start()).settled();
  for (let number = 0; number < noteCount; number += 1) await place.write(id(number), `内容${number}`);
  const addresses: string[] = [];
  for (const content of ['原件0', '原件1', '原件2']) {
    await place.ring.lookIfOverdue();
    addresses.push(await place.files.put(Buffer.from(content)));
  }
  const keys = await keysOf(place);
  await place.close();
  return { addresses, keys };
}

/** Those that are not destroyed, by purpose and state. */
async function keysOf({ store }: Awaited<ReturnType<typeof open>>): Promise<string[]> {
  const { rows } = await store.run('select purpose, state from data_key where wrapped is not null');
  return rows.map(({ purpose, state }) => `${String(purpose)} ${String(state)}`).sort();
}

/** From when it began to rotate, or to go on with what was cut off. */
async function liveFor(ms: number, args: readonly string[]): Promise<void> {
  const { child, output } = startFile('test/support/rotate-for-ever.ts', args, { folder });
  const ended = new Promise((resolve) => child.once('close', resolve));
  await until('it has begun', () => {
    if (child.exitCode !== null) throw new Error(output.stderr);
    return output.stdout.includes('begun') ? true : undefined;
  });
  await new Promise((resolve) => setTimeout(resolve, ms));
  child.kill('SIGKILL');
  await ended;
  expect(output.stderr).toBe('');
}

/** But for drafts that a kill left behind: no name stands for them. */
async function sealedFiles(): Promise<string[]> {
  const entries = await readdir(join(folder, 'files'), { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.part')).map((entry) => join(entry.parentPath, entry.name));
}
