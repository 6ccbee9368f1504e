// The archive is all that an institution without a network gets: unpacked into an empty folder, in a network namespace of its
// own, it must start, answer, and upgrade what an earlier version left.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentsOf, unpackFixture } from './support/data-fixture.ts';

const root = join(import.meta.dirname, '..');
const run = promisify(execFile);
const patience = 600_000;
let folder: string;
let archive: string;
let unpacked: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hengjian-bundle-test-'));
  if (!existsSync(join(root, 'web', 'dist', 'index.html'))) execFileSync('node', ['bin/build.js'], { cwd: root, stdio: 'ignore' });
  await run(process.execPath, ['scripts/bundle.ts', '--out', folder], { cwd: root });
  archive = globSync('*.tar.gz', { cwd: folder }).map((name) => join(folder, name))[0] ?? '';
  execFileSync('tar', ['-xzf', archive, '-C', folder]);
  unpacked = archive.replace(/\.tar\.gz$/, '');
}, patience);
afterAll(() => rm(folder, { recursive: true, force: true }));

/** With no interface but its own loopback, and nothing of this machine's settings. */
const withoutNetwork = (script: string): Promise<{ stdout: string; stderr: string }> =>
  run('unshare', ['-rn', 'sh', '-c', `ip link set lo up && ${script}`], {
    cwd: folder,
    env: { PATH: '/usr/bin:/bin:/usr/sbin:/sbin', HENGJIAN_DEMO: 'off', HENGJIAN_SOLO: 'on' },
    maxBuffer: 64 * 1024 * 1024,
  });

const mayUnshare = (): boolean => {
  try {
    execFileSync('unshare', ['-rn', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

test('has the checksum that stands beside it, and nothing that only developers need', async () => {
  const sha256 = createHash('sha256').update(readFileSync(archive)).digest('hex');
  expect(readFileSync(`${archive}.sha256`, 'utf8')).toContain(sha256);
  const files = await readdir(unpacked, { recursive: true });
  expect(files.filter((file) => /\.map$|\.test\.ts$|\.d\.ts$|node_modules\/(vite|vitest|typescript|antd)\//.test(file))).toEqual([]);
  expect(files).toContain(join('web', 'dist', 'index.html'));
});

test('starts and answers with a source where there is no network', { timeout: patience }, async ({ skip }) => {
  if (!mayUnshare()) return skip('making a network namespace is not allowed here');
  const script = `
    export HENGJIAN_DATA="${folder}/site/data"
    "${unpacked}/install.sh" "${folder}/site" >&2
    command="${folder}/site/current/bin/hengjian"
    "$command" serve --supervised --port 8080 > "${folder}/url" & service=$!
    until grep -q http "${folder}/url"; do kill -0 $service || exit 1; sleep 0.2; done
    "$command" import "${unpacked}/demo/library/霁川市机动车停放服务收费管理规定（2025）.docx" >&2
    "$command" ask --json 一类区域小型车停车首小时收费多少？
    kill $service; wait $service`;
  const { stdout } = await withoutNetwork(script);
  const answer = JSON.parse(stdout) as { refused: boolean; citations: { quote: string }[] };
  expect(answer.refused).toBe(false);
  expect(answer.citations[0]?.quote).toContain('6元');
});

test('upgrades data of an earlier version where there is no network, and backs it up first', { timeout: patience }, async ({ skip }) => {
  if (!mayUnshare()) return skip('making a network namespace is not allowed here');
  const data = join(folder, 'old', 'data');
  await mkdir(data, { recursive: true });
  unpackFixture('0.1.0-first-light', data);
  const { stdout } = await withoutNetwork(
    `"${unpacked}/install.sh" "${folder}/old" && HENGJIAN_DATA="${data}" "${folder}/old/current/bin/hengjian" ask --json "${contentsOf('0.1.0-first-light').run.question}"`,
  );
  const answer = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { sentences: { text: string }[] };
  expect(answer.sentences.map(({ text }) => text)).toEqual(contentsOf('0.1.0-first-light').run.sentences);
  expect((await readdir(`${data}-backups/backups`)).filter((name) => name.endsWith('.summary'))).toHaveLength(1);
});
