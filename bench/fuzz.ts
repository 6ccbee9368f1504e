// Broken files of every format through the reader, for as long as asked; what it fails at is saved, to be tried again with
// `bin/hengjian parse FILE`. The seed is printed: the same one tries the same files.
//   npm run fuzz [-- --minutes 10 --seed N]
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { fuzz } from '../src/knowledge/reading/fuzz/fuzz.ts';

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '1' }, seed: { type: 'string' } } });
const seed = Number(values.seed ?? Date.now() % 1_000_000_000);
const folder = mkdtempSync(join(tmpdir(), 'hengjian-fuzz-'));
console.log(`seed ${seed}, ${values.minutes} min`);
let saved = 0;
const result = await fuzz({
  seed,
  timeMs: Number(values.minutes) * 60_000,
  timeLimitMs: 20_000,
  now: () => performance.now(),
  report: ({ fault, name, bytes }) => {
    saved += 1;
    const path = join(folder, `${saved}-${name}`);
    writeFileSync(path, bytes);
    console.log(`${fault}: ${path}`);
  },
});
console.log(
  `${result.files} files, ${result.read} read, ${result.stopped} stopped at the limit of time, ${result.faults} faults, slowest ${(result.slowestMs / 1000).toFixed(1)} s, child at most ${result.peakMegabytes?.toFixed(0) ?? '?'} MB`,
);
process.exitCode = result.faults > 0 ? 1 : 0;
