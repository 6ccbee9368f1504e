// The proof of the egress rule: a site with a model of every zone and highest grade, all of which fail at random, asked over the wire.
// Both upstreams record all that reaches them; afterwards each record is searched for canaries above the grade of its model.
import { z } from 'zod';
import { soloCaller } from '../../src/access/access.ts';
import { readConfig } from '../../src/base/config.ts';
import { type Grade, gradeRank, grades } from '../../src/base/grade.ts';
import { apiKeyIdSchema, newId } from '../../src/base/ids.ts';
import { silentLog } from '../../src/base/log.ts';
import { createGateway } from '../../src/gateway/gateway.ts';
import { gatewayRoutes } from '../../src/gateway/gateway.http.ts';
import { listen } from '../../src/http/listen.ts';
import { createRawDoor } from '../../src/http/raw-door.ts';
import { CallFailure, promptOf } from '../../src/models/models.ts';
import { createScenarios } from '../../src/scenarios/scenarios.ts';
import { type FakeModelServer, startFakeModelServer } from '../tools/fake-model-server.mjs';
import {
  type Batch,
  bodyOf,
  type BoundaryRun,
  documentOf,
  faultsOf,
  markOfJudging,
  modelNames,
  outages,
  pathOf,
  script,
} from './boundary-runs.ts';
import { canary, gradesAbove, writingsOf } from './canaries.ts';
import { openTestLibrary } from './library.ts';
import { openModelGround } from './models.ts';
import { openAnswers } from './answers.ts';

/** What came of a batch. */
export interface Seen {
  /** Canaries where they must not be, and attempts past routing that were let out. */
  readonly leaks: readonly string[];
  /** Statuses that clients got; 0: they left. */
  readonly statuses: readonly number[];
  /** Runs of public content that no in-house model could take, and those of them that no external model was asked for. */
  readonly outward: number;
  readonly unreached: readonly string[];
  /** Requests that reached an upstream, by the zone of the model. */
  readonly arrived: Readonly<Record<Zone, number>>;
  /** Opinions on sentences that upstreams were asked for. */
  readonly opinions: number;
  /** Attempts past routing that the door out refused. */
  readonly refused: number;
}

export interface Boundary {
  play(batch: Batch): Promise<Seen>;
  close(): Promise<void>;
}

type Zone = 'in-house' | 'external';
/** Whoever does not answer within them is taken for one who never will. */
const timeouts = { queueMs: 3000, firstTokenMs: 150, betweenTokensMs: 150, totalMs: 3000 };

export async function openBoundary(): Promise<Boundary> {
  const library = await openTestLibrary();
  const ground = await openModelGround({ standsHere: true, library });
  const { models, administrator, officer, ledger, changes, clock, seal } = ground;
  const { store } = library;
  const upstreams = {
    'in-house': await startFakeModelServer({ record: true, script }),
    external: await startFakeModelServer({ record: true, script }),
  };
  for (const name of modelNames) {
    const [zone, maxGrade] = [zoneOf(name), grades.find((grade) => name.endsWith(grade)) ?? 'public'];
    await ground.addModel(name, `${upstreams[zone].url}/v1`, {
      zone,
      maxGrade,
      upstreamName: name,
      abilities: ['chat', 'tools', 'embeddings', 'rerank'],
    });
  }
  const scenarios = await createScenarios({ store, ledger, changes, clock });
  const { knowledge } = library;
  for (const [number, grade] of grades.entries()) {
    const { name, text } = documentOf(grade, number);
    await library.bring(name, text, { grade, collection: grade });
  }
  const { collections } = await knowledge.listCollections('all');
  const upTo = (highest: Grade) =>
    collections.filter(({ name }) => grades.some((grade) => grade === name && gradeRank(grade) <= gradeRank(highest)));
  const answer = openAnswers({ ...library, seal, ledger, clock }, { scenarios, models, callTimeouts: timeouts });
  const identify = (): never => {
    throw new Error('only keys come in here');
  };
  const rawDoor = createRawDoor({
    // A key is the name of its scenario: whose key it is, is not what is tried here.
    access: { keyHolder: async (scenario) => holderFor(scenario), identify, holdsDataFolder: () => false },
    routes: gatewayRoutes(createGateway({ answer, scenarios })),
    log: silentLog,
    door: readConfig({}, {}).listening,
  });
  const listener = await listen(() => new Response(null, { status: 404 }), '127.0.0.1', 0, { rawDoor });
  const known = new Set<string>();
  let number = 0;

  async function scenarioFor({ grade, asksFor, documents, models: allowed, judge }: BoundaryRun): Promise<string> {
    const writes = asksFor === 'answer';
    const name = [
      grade,
      ...(writes ? ['answers', documents, judge ?? 'unjudged'] : []),
      ...allowed.map((model) => modelNames.indexOf(model)),
    ].join('-');
    if (known.has(name)) return name;
    known.add(name);
    const wish = { name, title: name, purpose: '转接', inputGrade: grade, priority: 'interactive', share: 1, contact: null } as const;
    const engine = writes ? 'generative' : 'relay';
    const collectionIds = writes ? upTo(documents).map(({ id }) => id) : [];
    const checks = writes && judge ? { judge: { model: judge, isRequired: false, seconds: 1 } } : {};
    const changeId = await scenarios.add(officer, { ...wish, collectionIds, modelNames: [...allowed], engine, checks }, '试用');
    if (changeId) await changes.decide(administrator, changeId, 'approve', null);
    return name;
  }

  async function send(run: BoundaryRun, scenario: string, ordinal: number): Promise<number> {
    const signal = run.leavesAfterMs === undefined ? null : AbortSignal.timeout(run.leavesAfterMs);
    try {
      const reply = await fetch(`${listener.url}/v1/${pathOf(run)}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${scenario}` },
        body: bodyOf(run, scenario, ordinal),
        signal,
      });
      await reply.arrayBuffer();
      return reply.status;
    } catch (error) {
      if (signal?.aborted) return 0;
      throw error;
    }
  }

  const receives = (name: string): Grade | undefined => models.snapshot().models.find((model) => model.name === name)?.receives;

  /** What went past routing and was not refused for its grade at the door out. */
  async function skip({ model: name, grade }: Batch['skipping'][number]): Promise<string | undefined> {
    const model = models.snapshot().models.find((one) => one.name === name);
    const limit = receives(name);
    if (!model || (limit !== undefined && gradeRank(grade) <= gradeRank(limit))) return undefined;
    const body = JSON.stringify({ model: name, messages: [{ role: 'user', content: canary(grade, ++number) }] });
    const { signal } = new AbortController();
    const asked = { scenario: 'none', priority: 'interactive', share: 1, prompt: promptOf(body) } as const;
    const failure = await models
      .open({ ...asked, model, path: '/chat/completions', body, grade, timeouts, signal })
      .then((call) => call.close())
      .catch((error: unknown) => error);
    return failure instanceof CallFailure && failure.fault === 'denied' ? 'refused' : `${name} was called with what is ${grade}`;
  }

  return {
    async play(batch) {
      const asked: { run: BoundaryRun; scenario: string; ordinal: number }[] = [];
      for (const run of batch.runs) asked.push({ run, scenario: await scenarioFor(run), ordinal: ++number });
      // With another key nothing of the batch before is held against a model.
      for (const name of modelNames) await models.setKey(administrator, name, `key ${number}`);
      for (const upstream of Object.values(upstreams)) {
        upstream.reset();
        upstream.setFaults(faultsOf(batch));
      }
      const [statuses, skipped] = await Promise.all([
        Promise.all(asked.map(({ run, scenario, ordinal }) => send(run, scenario, ordinal))),
        Promise.all(batch.skipping.map(skip)),
      ]);
      const outward = asked.filter(({ run }) => mustGoOut(run, batch));
      return {
        leaks: [
          ...Object.values(upstreams).flatMap((upstream) => leaksAt(upstream, receives)),
          ...skipped.filter((one) => one !== undefined).filter((one) => one !== 'refused'),
        ],
        statuses,
        outward: outward.length,
        unreached: outward
          .filter(({ ordinal }) => upstreams.external.bodies(canary('public', ordinal)).length === 0)
          .map(({ run }) => JSON.stringify(run)),
        arrived: { 'in-house': upstreams['in-house'].bodies().length, external: upstreams.external.bodies().length },
        opinions: Object.values(upstreams).reduce((sum, upstream) => sum + upstream.bodies(markOfJudging).length, 0),
        refused: skipped.filter((one) => one === 'refused').length,
      };
    },
    async close() {
      await listener.close();
      await ground.close();
      await library.close();
      for (const upstream of Object.values(upstreams)) await upstream.close();
    },
  };
}

const namedSchema = z.object({ model: z.string() });
const zoneOf = (name: string): Zone => (name.startsWith('external') ? 'external' : 'in-house');

/** Every record of an upstream in which a canary stands above what its model may receive. */
export function leaksAt(upstream: Pick<FakeModelServer, 'bodies'>, receives: (model: string) => Grade | undefined): string[] {
  return grades.flatMap((grade) =>
    writingsOf(grade).flatMap((writing) =>
      upstream.bodies(writing).flatMap(({ raw }) => {
        const { model: name } = namedSchema.parse(JSON.parse(raw));
        return gradesAbove(receives(name)).includes(grade) ? [`${name} received what is ${grade}: ${raw}`] : [];
      }),
    ),
  );
}

/** Public content that no model of the house is there for, asked by a client that waits. */
function mustGoOut({ grade, asksFor, documents, models, asks, leavesAfterMs }: BoundaryRun, { behaviours }: Batch): boolean {
  if (grade !== 'public' || (asks === 'none' && asksFor !== 'answer') || leavesAfterMs !== undefined) return false;
  // Answers are written by any model of the scenario.
  if (asksFor === 'answer' && documents !== 'public') return false;
  const asked = asks === 'first' && asksFor !== 'answer' ? models.slice(0, 1) : models;
  return (
    asked.some((name) => zoneOf(name) === 'external') &&
    asked.every((name) => {
      const { is = 'well', isOnce = false } = behaviours[name] ?? {};
      return zoneOf(name) === 'external' || (outages.has(is) && !isOnce);
    })
  );
}

function holderFor(scenario: string) {
  const acting = { ...soloCaller, by: { kind: 'api-key', keyId: newId(apiKeyIdSchema), scenario } } as const;
  return { acting, caller: async () => acting };
}
