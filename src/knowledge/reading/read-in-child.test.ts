import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { createReader, type Reader, type ReaderOptions } from './read-in-child.ts';

const file = { name: 'a.txt', bytes: new TextEncoder().encode('停车收费规定\n小型车每小时五元。') };
let reader: Reader | undefined;
let programs = 0;
const folder = mkdtempSync(join(tmpdir(), 'hengjian-reader-'));
afterEach(() => reader?.close());
afterAll(() => rmSync(folder, { recursive: true }));

function readerWith(options: Partial<ReaderOptions>): Reader {
  reader = createReader({ children: 1, ...options });
  return reader;
}

function program(source: string): URL {
  const path = join(folder, `child-${programs++}.mjs`);
  writeFileSync(path, source);
  return pathToFileURL(path);
}

describe('a reader in child processes', () => {
  it('returns the reading text and its passages, for more files than it has children', async () => {
    const children = readerWith({});
    const results = await Promise.all([children.read(file), children.read(file), children.read({ ...file, bytes: new Uint8Array() })]);
    expect(results).toMatchObject([
      { kind: 'read', title: '停车收费规定', passages: [{ text: '小型车每小时五元。' }] },
      { kind: 'read' },
      { kind: 'rejected', reason: 'empty' },
    ]);
  });

  it('gives up on a child that does not answer in time', async () => {
    const hanging = readerWith({ timeLimitMs: 200, program: program("process.on('message', () => { for (;;); });") });
    expect(await hanging.read(file)).toEqual({ kind: 'rejected', reason: 'timed-out' });
  });

  it('calls a file damaged that kills its reader, and reads the next one in a new child', async () => {
    const source =
      "process.on('message', ({ name }) => name === 'bad' ? process.abort() : process.send({ kind: 'rejected', reason: 'empty' }));";
    const fragile = readerWith({ program: program(source) });
    expect(await fragile.read({ ...file, name: 'bad' })).toEqual({ kind: 'rejected', reason: 'damaged' });
    expect(await fragile.read(file)).toEqual({ kind: 'rejected', reason: 'empty' });
  });

  it('says nothing about files that were under way or waiting when it was closed', async () => {
    const closing = readerWith({ program: program("process.on('message', () => {});") });
    const results = Promise.allSettled([closing.read(file), closing.read(file)]);
    closing.close();
    const late = await Promise.allSettled([closing.read(file)]);
    for (const result of [...(await results), ...late])
      expect(result).toMatchObject({ status: 'rejected', reason: { name: 'ReaderClosed' } });
  });

  it('drops a file that waits, and ends a child at work, when whoever asked has left', async () => {
    const source = "process.on('message', ({ name }) => name === 'next' && process.send({ kind: 'rejected', reason: 'empty' }));";
    const busy = readerWith({ program: program(source) });
    const [first, second, gone] = [new AbortController(), new AbortController(), AbortSignal.abort(new Error('left'))];
    const results = Promise.allSettled([
      busy.read(file, undefined, first.signal),
      busy.read(file, undefined, second.signal),
      busy.read(file, undefined, gone),
    ]);
    const next = busy.read({ ...file, name: 'next' });
    second.abort(new Error('left'));
    first.abort(new Error('left'));
    for (const result of await results) expect(result).toMatchObject({ status: 'rejected', reason: { message: 'left' } });
    expect(await next).toMatchObject({ reason: 'empty' });
  });

  it('lets an idle child go and reads the next file in another', async () => {
    const source = "process.on('message', () => process.send({ kind: 'rejected', reason: 'empty', format: String(process.pid) }));";
    const resting = readerWith({ idleLimitMs: 1, program: program(source) });
    const first = await resting.read(file);
    await until('the child has ended', async () => (JSON.stringify(await resting.read(file)) === JSON.stringify(first) ? undefined : true));
  });

  it('does not blame a file for a child that died between two files', async () => {
    const source = "process.on('message', () => process.send({ kind: 'rejected', reason: 'empty', format: String(process.pid) }));";
    const surviving = readerWith({ program: program(source) });
    const first = await surviving.read(file);
    process.kill(Number('format' in first ? first.format : 0), 'SIGKILL');
    await until('another child reads', async () => {
      const next = await surviving.read(file);
      expect(next).toMatchObject({ reason: 'empty' });
      return JSON.stringify(next) === JSON.stringify(first) ? undefined : true;
    });
  });

  it('runs in a child that can write no file and start no program', async () => {
    const report = join(folder, 'written.txt');
    const source = `
      import { spawnSync } from 'node:child_process';
      import { writeFileSync } from 'node:fs';
      const codeOf = (run) => { try { run(); return 'done'; } catch (error) { return error.code; } };
      process.on('message', () => process.send({ kind: 'rejected', reason: [
        codeOf(() => writeFileSync(${JSON.stringify(report)}, 'x')),
        codeOf(() => spawnSync('true')),
      ].join(' ') }));`;
    expect(await readerWith({ program: program(source) }).read(file)).toEqual({
      kind: 'rejected',
      reason: 'ERR_ACCESS_DENIED ERR_ACCESS_DENIED',
    });
  });
});
