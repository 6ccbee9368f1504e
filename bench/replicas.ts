// Two processes of the service on one PostgreSQL under mixed load must behave as one: what either acknowledges holds at the other at
// once, and nothing is counted, done or put on record twice.
//   DATABASE_URL=<server> npm run bench:replicas [-- --documents 300 --seed 1]
import { parseArgs } from 'node:util';
import { roleSchema } from '../src/base/roles.ts';
import { runFile, type Serving, startServer } from '../test/support/command.ts';
import { createReplicaPeople } from '../test/support/replicas.ts';
import { printMeasurements } from './bars.ts';
import { openBenchPlace } from './bench-database.ts';
import { compareReplicas, countDoubled, verifyLedgers } from './replica-checks.ts';
import { countAdmitted } from './replica-limits.ts';
import { createReplicaLoad } from './replica-load.ts';
import { createRandom } from './small-documents.ts';

const { values: options } = parseArgs({
  options: { documents: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' } },
});
const documents = Number(options.documents);
const password = '霁川市 replicas 2026 五月';
const department = '城管局';
/** So that the load meets no limit; the limits are measured afterwards, with small ones. */
const plenty = {
  HENGJIAN_LIMIT_SIGN_IN: '60000',
  HENGJIAN_LIMIT_QUESTIONS: '60000',
  HENGJIAN_LIMIT_UPLOADS: '60000',
  HENGJIAN_LIMIT_REQUESTS: '60000',
};
const perMinute = 10;
/** In the order in which their links are given. */
const firstRoles = roleSchema.extract(['staff', 'system-administrator', 'security-officer', 'auditor']).options;
const few = {
  HENGJIAN_LIMIT_SIGN_IN: String(perMinute),
  HENGJIAN_LIMIT_QUESTIONS: String(perMinute),
  HENGJIAN_LIMIT_UPLOADS: String(perMinute),
};

const place = await openBenchPlace('replicas', process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres');
let running: readonly Serving[] = [];
try {
  let replicas = await startBoth(plenty);
  const visitors = createReplicaPeople([replicas[0].url, replicas[1].url], password);
  await visitors.arrive(await firstLinks());
  await visitors.join(department);
  await visitors.giveRoles(['staff', 'editor'], '兼任编辑');

  const load = createReplicaLoad(visitors, createRandom(Number(options.seed)), department);
  const startedAt = performance.now();
  await load.run(documents);
  const minutes = (performance.now() - startedAt) / 60_000;
  const differing = await compareReplicas(visitors, load.words);
  const ledgers = await verifyLedgers(replicas, visitors.sessions.get('auditor') ?? '');
  const doubled = await countDoubled(place);
  await stopAll();

  replicas = await startBoth(few);
  const admitted = await countAdmitted(replicas, visitors, { department, password, perMinute });
  await stopAll();

  console.log(`\nPostgreSQL, seed ${options.seed}, ${new Date().toISOString().slice(0, 10)}`);
  printMeasurements([
    { measure: 'minutes under load', value: minutes },
    ...[...load.done].map(([measure, value]) => ({ measure, value })),
    ...Object.entries({ ...load.faults(), ...differing, ...ledgers, ...doubled, ...admitted }).map(([measure, value]) => ({
      measure,
      value,
      ...(measure.startsWith('faults: ') ? { bar: { atMost: 0 } } : {}),
    })),
  ]);
} finally {
  await stopAll();
  await place.remove();
}

async function startBoth(limits: Readonly<Record<string, string>>): Promise<readonly [Serving, Serving]> {
  const start = (): Promise<Serving> => startServer({ folder: place.folder, env: { ...place.env, ...limits, HENGJIAN_SOLO: 'off' } });
  const both = [await start(), await start()] as const;
  running = both;
  return both;
}

async function stopAll(): Promise<void> {
  for (const server of running) await server.stop();
  running = [];
}

/** As whoever sets a site up gets them: one for each of the first accounts. */
async function firstLinks() {
  const { stdout, stderr } = await runFile('src/cli/main.ts', ['people', 'links'], { folder: place.folder, env: { ...place.env } });
  const links = [...stdout.matchAll(/^\s*http\S+#(\S+)$/gm)].map(([, token = '']) => token);
  if (links.length !== firstRoles.length) throw new Error(`No links for the first accounts: ${stderr}`);
  return links.map((token, index) => ({ token, role: firstRoles[index] ?? 'staff' }));
}
