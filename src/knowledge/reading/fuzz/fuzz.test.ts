import { expect, it } from 'vitest';
import { readDocument } from '../read-document.ts';
import { corpus, corpusPassword } from './corpus.ts';
import { type FuzzFault, fuzz } from './fuzz.ts';

it.each(Object.entries(corpus))('the fuzzer begins with files that are read: %s', async (name, bytes) => {
  expect(await readDocument({ name, bytes, password: corpusPassword })).toMatchObject({ kind: 'read', format: name.split('.')[1] });
});

it('whatever is broken in files of every format, the reader comes to a sound outcome within its limits', async () => {
  const found: FuzzFault[] = [];
  const { files, read } = await fuzz({
    seed: 20_261_129,
    timeMs: 15_000,
    timeLimitMs: 20_000,
    now: Date.now,
    report: (fault) => found.push(fault),
  });
  expect(found.map(({ fault, name }) => `${name}: ${fault}`)).toEqual([]);
  expect(files).toBeGreaterThan(50);
  expect(read).toBeGreaterThan(0);
});
