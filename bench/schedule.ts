// `npm run bench:schedule`: public traces played against simulated servers, one way of choosing beside the other. The choice of the product is
// made by the product's own code, which sees of a server what a gateway sees: what it sent, first tokens, ends.
import { printMeasurements } from './bars.ts';
import { policies } from './schedule/policies.ts';
import { type FirstTokens, simulate } from './schedule/simulate.ts';
import { type Arrival, azureTrace, mooncakeTrace } from './schedule/traces.ts';

const ours = 'estimated first token';
const seeds = [1, 2, 3];
const conversation = mooncakeTrace('mooncake_conversation_first_half.jsonl');
const traces: Readonly<Record<string, readonly Arrival[]>> = {
  'Mooncake conversation': conversation,
  'Mooncake synthetic': mooncakeTrace('mooncake_synthetic_first_half.jsonl'),
  'Azure conversation': azureTrace('azure_llm_2023_conv_first_half.csv'),
  'Azure code': azureTrace('azure_llm_2023_code_first_half.csv'),
};

interface Setting {
  readonly name: string;
  readonly trace: readonly Arrival[];
  readonly speeds: readonly number[];
  readonly haste: number;
}

const even = (count: number): number[] => Array.from({ length: count }, () => 1);
const oneHalf = (count: number): number[] => [0.5, ...even(count - 1)];

const settings: readonly Setting[] = [
  { name: 'Mooncake conversation, 6 servers', trace: conversation, speeds: even(6), haste: 1 },
  { name: 'Mooncake conversation, 6 servers, one at half speed', trace: conversation, speeds: oneHalf(6), haste: 1 },
  ...[4, 5, 8, 12].map((count) => ({
    name: `Mooncake conversation, ${count} servers`,
    trace: conversation,
    speeds: even(count),
    haste: 1,
  })),
  ...[0.5, 0.75, 1.25].map((haste) => ({
    name: `Mooncake conversation, 6 servers, load x${haste}`,
    trace: conversation,
    speeds: even(6),
    haste,
  })),
  ...Object.entries(traces)
    .slice(1)
    .flatMap(([name, trace]) => [
      { name: `${name}, 4 servers`, trace, speeds: even(4), haste: 1 },
      { name: `${name}, 4 servers, one at half speed`, trace, speeds: oneHalf(4), haste: 1 },
    ]),
];

const results = settings.map((setting) => {
  const found = Object.fromEntries(Object.keys(policies).map((name) => [name, measured(setting, name)]));
  printSetting(setting, found);
  return found;
});

const [equal, slowed] = results;
const mean = (found: typeof equal, name: string): number => found?.[name]?.meanMs ?? Number.NaN;
printMeasurements([
  { measure: 'mean first token, share of round robin', value: mean(equal, ours) / mean(equal, 'round robin'), bar: { atMost: 0.62 } },
  {
    measure: 'mean first token, share of least outstanding work',
    value: mean(equal, ours) / mean(equal, 'least outstanding work'),
    bar: { atMost: 0.88 },
  },
  {
    measure: 'one server at half speed, times the mean of equal servers',
    value: mean(slowed, ours) / mean(equal, ours),
    bar: { atMost: 2 },
  },
]);

function measured({ trace, speeds, haste }: Setting, name: string): FirstTokens {
  const create = policies[name];
  if (!create) throw new Error(`no policy ${name}`);
  const runs = seeds.map((seed) => simulate({ trace, speeds, haste, seed, policy: create() }));
  const meanOf = (pick: (run: FirstTokens) => number): number => runs.reduce((sum, run) => sum + pick(run), 0) / runs.length;
  return { meanMs: meanOf(({ meanMs }) => meanMs), p50Ms: meanOf(({ p50Ms }) => p50Ms), p95Ms: meanOf(({ p95Ms }) => p95Ms) };
}

function printSetting({ name }: Setting, found: Readonly<Record<string, FirstTokens>>): void {
  const seconds = (ms: number): string => (ms / 1_000).toFixed(2);
  console.log(`\n${name}: first token in seconds, mean / p50 / p95`);
  for (const [policy, { meanMs, p50Ms, p95Ms }] of Object.entries(found)) {
    console.log(`  ${policy.padEnd(44)}${seconds(meanMs)} / ${seconds(p50Ms)} / ${seconds(p95Ms)}`);
  }
}
