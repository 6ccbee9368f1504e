// `npm run bench:interference`: thousands of random cases in which a site with hidden documents must answer like one without, and
// whether asking for what is hidden takes another time than asking for what never was.
import fc from 'fast-check';
import { hiddenAct } from '../test/support/hidden-acts.ts';
import { type Comparison, openInterference, personas, slots } from '../test/support/interference.ts';
import { printMeasurements } from './bars.ts';
import { percentile } from './percentile.ts';

const wantedCases = Number(process.argv[2] ?? 5000);
const pairs = Number(process.argv[3] ?? 300);

const worlds = await openInterference();
const differences: Comparison[] = [];
let cases = 0;
for (const [turn, acts] of fc.sample(fc.array(hiddenAct, { minLength: 1, maxLength: 3 }), { numRuns: wantedCases, seed: 1 }).entries()) {
  if (cases >= wantedCases) break;
  for (const act of acts) await worlds.hide(act);
  const persona = personas[turn % personas.length] ?? 'staff';
  const { compared, differences: found } = await worlds.compare(persona, turn);
  cases += compared;
  differences.push(...found);
}
for (const { operation, persona, input, plain, withHidden } of differences.slice(0, 5))
  console.error('difference', operation, persona, JSON.stringify(input), '\n  without:', plain, '\n  with:', withHidden);

const caller = await worlds.as('staff');
const timeOf = async (documentId: string): Promise<number> => {
  const start = performance.now();
  await worlds.site.ask(caller, 'getDocument', { documentId });
  return performance.now() - start;
};
// One after the other, in turns, so that whatever else the machine does meets both alike.
const differencesMs: number[] = [];
for (let pair = 0; pair < pairs; pair += 1) {
  const { hidden, never } = worlds.ghost(pair % slots);
  const [first, second] = pair % 2 === 0 ? [hidden, never] : [never, hidden];
  const [one, other] = [await timeOf(first), await timeOf(second)];
  differencesMs.push(pair % 2 === 0 ? one - other : other - one);
}
await worlds.close();
const slower = differencesMs.filter((ms) => ms > 0).length;
const decided = differencesMs.filter((ms) => ms !== 0).length;
// Of pairs without a difference as many are slower as faster: the sign test, |z| under 3 in 997 of 1,000 runs.
const z = decided === 0 ? 0 : (slower - decided / 2) / Math.sqrt(decided / 4);

printMeasurements([
  { measure: 'cases compared', value: cases, unit: '', bar: { atLeast: wantedCases } },
  { measure: 'differences', value: differences.length, unit: '', bar: { atMost: 0 } },
  { measure: 'timing of hidden against never there: |z| of the sign test', value: Math.abs(z), unit: '', bar: { atMost: 3 } },
  { measure: 'median of what hidden takes longer', value: percentile(differencesMs, 50), unit: ' ms' },
]);
