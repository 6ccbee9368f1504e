// `npm run check`: every gate, two at a time; only what fails is shown at length.
import { fileURLToPath } from 'node:url';
import { type Gate, type GateResult, gatesOf, runGate } from './gates.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const gates = gatesOf(root);
const waiting = [...gates];
const results: GateResult[] = [];

await Promise.all([work(), work()]);

const failed = results.filter(({ passed }) => !passed);
for (const { gate, output } of failed) console.log(`\n--- ${gate.name}\n${output}`);
console.log(`${failed.length > 0 ? '\n' : ''}${results.length - failed.length} passed, ${failed.length} failed`);
process.exitCode = failed.length > 0 ? 1 : 0;

async function work(): Promise<void> {
  for (let gate: Gate | undefined = waiting.shift(); gate !== undefined; gate = waiting.shift()) {
    const result = await runGate(gate, root);
    results.push(result);
    console.log(`${result.passed ? 'ok    ' : 'FAILED'} ${gate.name} (${result.seconds.toFixed(1)} s)`);
  }
}
