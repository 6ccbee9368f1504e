// Kills the server (SIGKILL) again and again while documents are imported, then checks that nothing was lost or doubled.
//   npm run bench:faults [-- --kills 50 --seed 1]     on PGlite, or on a new database of the server that DATABASE_URL names
import { parseArgs } from 'node:util';
import { operations } from '../src/knowledge/contract.ts';
import { type Serving, startFile, startServer } from '../test/support/command.ts';
import { until } from '../test/support/until.ts';
import { type BenchPlace, openBenchPlace } from './bench-database.ts';
import { callApi } from './call-api.ts';
import { compareLibraries } from './compare-libraries.ts';
import { createRandom, type SmallDocument, writeDocument } from './small-documents.ts';

const { values: options } = parseArgs({ options: { kills: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' } } });
const kills = Number(options.kills);
const random = createRandom(Number(options.seed));
/** Long enough for some dozens of imports, short enough that most kills meet files being read. */
const longestLifeMs = 2500;
/** Every so many starts the process is killed while it is still starting. */
const killsWhileStarting = 5;
/** Requests under way at any time. */
const senders = 3;

interface Sent {
  /** In the order in which they were acknowledged. */
  readonly acknowledged: SmallDocument[];
  /** Sent when the process died: they may or may not be there, and are sent again. */
  readonly doubtful: SmallDocument[];
}

const place = await openBenchPlace('faults');
const fresh = await openBenchPlace('fresh');
const sent: Sent = { acknowledged: [], doubtful: [] };
/** Names under way or doubtful. */
const unsettled = new Set<string>();
let written = 0;
try {
  for (let kill = 1; kill <= kills; kill += 1) {
    if (kill % killsWhileStarting === 0) await killWhileStarting(place);
    else await killWhileImporting(place);
    if (kill % 10 === 0) console.log(`${kill} kills, ${sent.acknowledged.length} imports acknowledged`);
  }
  const survivor = await startServer(place);
  for (const document of sent.doubtful.splice(0)) await send(survivor, document);
  const control = await startServer(fresh);
  for (const document of sent.acknowledged) await callApi(control.url, operations.importDocument, { name: document.name }, document.bytes);
  const report = await compareLibraries({ place, server: survivor }, { place: fresh, server: control }, sent.acknowledged, random);
  console.log(`\n${place.env['DATABASE_URL'] ? 'PostgreSQL' : 'PGlite'}, ${kills} kills, ${sent.acknowledged.length} imports acknowledged`);
  console.table(report);
  const faults = Object.entries(report).filter(([name, count]) => name.startsWith('faults: ') && count > 0);
  console.log(faults.length === 0 ? 'Nothing lost, nothing doubled.' : `Failed: ${faults.map(([name]) => name).join(', ')}`);
  process.exitCode = faults.length === 0 ? 0 : 1;
} finally {
  await place.remove();
  await fresh.remove();
}

async function killWhileImporting(where: BenchPlace): Promise<void> {
  const server = await startServer(where);
  const dead = new Promise((resolve) => server.child.once('exit', resolve));
  setTimeout(() => server.child.kill('SIGKILL'), random.below(longestLifeMs));
  await Promise.all(Array.from({ length: senders }, () => importUntilDeath(server)));
  await dead;
}

async function importUntilDeath(server: Serving): Promise<void> {
  while (server.child.signalCode === null) {
    const document = sent.doubtful.pop() ?? nextDocument();
    try {
      await send(server, document);
    } catch (error) {
      sent.doubtful.push(document);
      // Before the process is dead every failure is the server's own.
      await until('the killed process is gone', () => (server.child.signalCode === null ? undefined : true)).catch(() => {
        throw error;
      });
    }
  }
}

/** Contents of one name are sent in order: a doubtful one sent after a later one would rightly be a version more. */
function nextDocument(): SmallDocument {
  const document = writeDocument(random, (written += 1));
  if (unsettled.has(document.name)) return nextDocument();
  unsettled.add(document.name);
  return document;
}

async function send({ url }: Serving, document: SmallDocument): Promise<void> {
  await callApi(url, operations.importDocument, { name: document.name }, document.bytes);
  sent.acknowledged.push(document);
  unsettled.delete(document.name);
}

async function killWhileStarting(where: BenchPlace): Promise<void> {
  const { child } = startFile('src/main.ts', [], { ...where, env: { ...where.env, PORT: '0', HENGJIAN_SOLO: 'on' } });
  const dead = new Promise((resolve) => child.once('exit', resolve));
  setTimeout(() => child.kill('SIGKILL'), random.below(longestLifeMs));
  await dead;
}
