// The proof of the egress rule at length: random requests of every grade to models of every zone and highest grade that fail at random.
//   npm run bench:boundary [-- --runs 10000 --seed 1]     on PGlite, or on a new database of the server that HENGJIAN_TEST_DATABASE_URL names
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import { openBoundary } from '../test/support/boundary.ts';
import { batches } from '../test/support/boundary-runs.ts';
import { printMeasurements } from './bars.ts';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '10000' }, seed: { type: 'string', default: String(Date.now() % 2 ** 31) } },
});
const [wanted, seed] = [Number(options.runs), Number(options.seed)];
console.log(`seed ${seed}`);

const boundary = await openBoundary();
const counts = { runs: 0, answered: 0, left: 0, refused: 0, inHouse: 0, external: 0, outward: 0, opinions: 0, skips: 0 };
const leaks: string[] = [];
const unreached: string[] = [];
try {
  // No batch has fewer than four runs.
  for (const batch of fc.sample(batches, { seed, numRuns: Math.ceil(wanted / 4) })) {
    if (counts.runs >= wanted) break;
    const seen = await boundary.play(batch);
    counts.runs += seen.statuses.length;
    counts.answered += seen.statuses.filter((status) => status === 200).length;
    counts.left += seen.statuses.filter((status) => status === 0).length;
    counts.refused += seen.statuses.filter((status) => status === 403).length;
    counts.inHouse += seen.arrived['in-house'];
    counts.external += seen.arrived.external;
    counts.outward += seen.outward;
    counts.opinions += seen.opinions;
    counts.skips += seen.refused;
    leaks.push(...seen.leaks);
    unreached.push(...seen.unreached);
  }
} finally {
  await boundary.close();
}
for (const fault of [...leaks, ...unreached].slice(0, 10)) console.error(`seed ${seed}: ${fault}`);

printMeasurements([
  { measure: 'requests', value: counts.runs, bar: { atLeast: wanted } },
  { measure: 'answered', value: counts.answered },
  { measure: 'refused since no model may receive the grade', value: counts.refused },
  { measure: 'clients that left', value: counts.left },
  { measure: 'arrived at in-house models, with fallbacks', value: counts.inHouse },
  { measure: 'arrived at external models, with fallbacks', value: counts.external },
  { measure: 'of them, opinions on sentences that judges were asked for', value: counts.opinions },
  { measure: 'attempts past routing refused at the door out', value: counts.skips },
  { measure: 'canaries above the grade of the model that got them', value: leaks.length, bar: { atMost: 0 } },
  { measure: 'public requests that no in-house model could take', value: counts.outward },
  {
    measure: 'of them, that reached an external model',
    value: 1 - unreached.length / counts.outward,
    bar: { atLeast: 0.99 },
  },
]);
process.exitCode = leaks.length > 0 ? 1 : 0;
