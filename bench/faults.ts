// Kills the service (SIGKILL) again and again under mixed load: imports, questions, changes of people and roles, checkpoints, rotations
// of keys. A supervisor starts it again each time. Then checks that everything acknowledged is there exactly once.
//   npm run bench:faults [-- --kills 200 --seed 1 --database postgres --load imports]     on PGlite, or on a new database of a server
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { parseArgs } from 'node:util';
import { operations as library } from '../src/knowledge/contract.ts';
import { operations as status } from '../src/status/contract.ts';
import { startFile, startServer } from '../test/support/command.ts';
import { until } from '../test/support/until.ts';
import { printMeasurements } from './bars.ts';
import { type BenchPlace, openBenchPlace } from './bench-database.ts';
import { callApi } from './call-api.ts';
import { compareLibraries } from './compare-libraries.ts';
import { checkLedger, checkRecords, countMissing } from './fault-checks.ts';
import { createFaultLoad } from './fault-load.ts';
import { createRandom } from './small-documents.ts';

const { values: options } = parseArgs({
  options: {
    kills: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    load: { type: 'string', default: 'mixed' },
    database: { type: 'string', default: process.env['DATABASE_URL'] ? 'postgres' : 'pglite' },
  },
});
const kills = Number(options.kills);
const random = createRandom(Number(options.seed));
/** Long enough for some dozens of acts, short enough that most kills meet work under way. */
const longestLifeMs = 1200;
/** Every so many kills meet a process that is still starting. */
const killsWhileStarting = 5;
/** A supervisor waits longer each time its service dies young, so each gets a few kills only. */
const killsOfSupervisor = 4;
/** Looked for after each restart: what was acknowledged last is what a crash would take. */
const newest = 5;
const pauseMs = 20;
const port = await freePort();
const url = `http://127.0.0.1:${port}`;

const serverUrl = options.database === 'postgres' ? (process.env['DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/postgres') : '';
const place = await openBenchPlace('faults', serverUrl);
const fresh = await openBenchPlace('fresh', serverUrl);
const load = createFaultLoad(random, options.load === 'imports');
const { acknowledged, doubtful } = load;
let lostAfterRestart = 0;
let restarts = 0;
const startedAt = performance.now();
try {
  // What ends in order leaves what it compiled.
  await (await startServer(place)).stop();
  for (let done = 0; done < kills; done += killsOfSupervisor)
    await superviseAndKill(place, done, Math.min(killsOfSupervisor, kills - done));
  const minutes = (performance.now() - startedAt) / 60_000;
  const survivor = await startServer(place);
  for (const document of doubtful.splice(0)) await load.importNow(survivor.url, document);
  lostAfterRestart += await countMissing(survivor.url, acknowledged);
  const control = await startServer(fresh);
  for (const { name, bytes } of acknowledged.documents) await callApi(control.url, library.importDocument, { name }, bytes);
  const libraries = await compareLibraries({ place, server: survivor }, { place: fresh, server: control }, acknowledged.documents, random);
  const records = await checkRecords(place, acknowledged);
  const ledger = await checkLedger(place, acknowledged.checkpoints);
  console.log(
    `\n${serverUrl === '' ? 'PGlite' : 'PostgreSQL'}, ${options.load} load, seed ${options.seed}, ${new Date().toISOString().slice(0, 10)}`,
  );
  const faults = { ...libraries, 'faults: acknowledged, missing after a restart': lostAfterRestart, ...records, ...ledger };
  printMeasurements([
    { measure: 'kills', value: kills },
    { measure: 'restarts by the supervisor', value: restarts },
    { measure: 'minutes', value: minutes },
    { measure: 'imports acknowledged', value: acknowledged.documents.length },
    { measure: 'answers acknowledged', value: acknowledged.runs.length },
    { measure: 'departments made, roles proposed', value: acknowledged.departments.length + acknowledged.changes.length },
    { measure: 'checkpoints', value: acknowledged.checkpoints.length },
    { measure: 'key rotations', value: acknowledged.rotations },
    ...Object.entries(faults).map(([measure, value]) => ({
      measure,
      value,
      ...(measure.startsWith('faults: ') ? { bar: { atMost: 0 } } : {}),
    })),
  ]);
  process.exitCode = Object.entries(faults).every(([measure, value]) => !measure.startsWith('faults: ') || value === 0) ? 0 : 1;
} finally {
  await place.remove();
  await fresh.remove();
}

/** One supervisor, whose service is killed so many times and started by it again. */
async function superviseAndKill(where: BenchPlace, before: number, count: number): Promise<void> {
  const args = ['serve', '--supervised', '--port', String(port)];
  const { child: supervisor, output } = startFile('src/cli/main.ts', args, { ...where, env: { ...where.env, HENGJIAN_SOLO: 'on' } });
  const ended = new Promise((resolve) => supervisor.once('close', resolve));
  const supervisorId = supervisor.pid ?? 0;
  let isOver = false;
  const senders = load.acts.map(async (act) => {
    while (!isOver) await act(url).catch(onlyForWantOfServer);
  });
  const working = Promise.all(senders);
  let fault: unknown;
  working.catch((error: unknown) => {
    fault = error;
  });
  const failEarly = (): void => {
    if (fault) throw new Error('an act failed', { cause: fault });
    if (supervisor.exitCode !== null) throw new Error(`the supervisor ended: ${output.stderr.slice(-2000)}`);
  };
  let killed = 0;
  for (let number = 1; number <= count; number += 1) {
    const service = await until(
      'the supervisor has started the service',
      () => {
        failEarly();
        return childOf(supervisorId, killed);
      },
      60_000,
    );
    if (number === 1 || (before + number) % killsWhileStarting !== 0) {
      await until('the service answers', isServing, 60_000).catch((error: unknown) => {
        throw new Error(output.stderr.slice(-2000), { cause: error });
      });
      if (number > 1) {
        restarts += 1;
        lostAfterRestart += await countMissing(url, acknowledged, newest);
      }
    }
    await new Promise((resolve) => setTimeout(resolve, random.below(longestLifeMs)));
    if (number === count) supervisor.kill('SIGKILL');
    process.kill(service, 'SIGKILL');
    killed = service;
    if ((before + number) % 20 === 0) console.log(`${before + number} kills, ${acknowledged.documents.length} imports acknowledged`);
  }
  isOver = true;
  await ended;
  await working;
}

async function onlyForWantOfServer(error: unknown): Promise<void> {
  // While a process lives every failure is its own; `fetch` tells the want of a server by a TypeError.
  if (!(error instanceof TypeError)) throw error;
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
}

async function isServing(): Promise<true | undefined> {
  return callApi(url, status.getHealth, {}).then(
    () => true,
    () => undefined,
  );
}

/** The service that a supervisor runs, once it is another than the one that was killed (Linux). */
function childOf(supervisor: number, killed: number): number | undefined {
  const processes = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return processes.find((id) => id !== killed && parentOf(id) === supervisor);
}

/** The second field after the command name, which is in parentheses and may hold spaces (proc(5)). */
function parentOf(id: number): number | undefined {
  try {
    const stat = readFileSync(`/proc/${id}/stat`, 'utf8');
    return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}
