// `upgrade` tries on a copy, backs up, and only then touches the data; what does not work out changes nothing.
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentsOf, unpackFixture } from './support/data-fixture.ts';
import { runFile } from './support/command.ts';

const patience = 600_000;
const fixture = '0.1.0-first-light';
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-upgrade-command-'));
  await mkdir(join(folder, 'data'));
  unpackFixture(fixture, join(folder, 'data'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const hengjian = (...args: string[]) => runFile('src/cli/main.ts', args, { folder, env: { HENGJIAN_SOLO: 'on' } });

test('a trial reports what the upgrade would come to; the upgrade then does it, and the answer is the same', {
  timeout: patience,
}, async () => {
  const trial = await hengjian('upgrade', '--dry-run', '--json');
  expect(trial).toMatchObject({ code: 0 });
  expect(JSON.parse(trial.stdout)).toMatchObject({ isTrial: true, from: '0001-first-light', answer: 'same', faults: [] });
  const done = await hengjian('upgrade', '--json');
  expect(done).toMatchObject({ code: 0 });
  const report = JSON.parse(done.stdout) as { backup: string };
  expect(report).toMatchObject({ isTrial: false, from: '0001-first-light', answer: 'same', faults: [] });
  expect(await readdir(join(folder, 'data-backups', 'backups'))).toContain(`${report.backup}.summary`);
  expect((await readdir(folder)).filter((name) => name.startsWith('hengjian-upgrade-trial'))).toEqual([]);
  const asked = await hengjian('ask', '--json', contentsOf(fixture).run.question);
  expect(asked.code).toBe(0);
});
