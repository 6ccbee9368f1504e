// Models for a test: the registry on a fresh database, a door out that knows its rules, people who run and approve, and fake upstreams.
import type { Caller } from '../../src/access/access.ts';
import { silentLog } from '../../src/base/log.ts';
import { createEgress, type Egress } from '../../src/egress/egress.ts';
import type { Model } from '../../src/models/contract.ts';
import { CallFailure, createEstimates, createModels, type Models, processTiming, routeCall, type Timing } from '../../src/models/models.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { type Institution, openInstitution } from './institution.ts';
import type { Seal } from '../../src/store/seal/seal.ts';
import type { TestLibrary } from './library.ts';
import { openTestSeal } from './seal.ts';

const estimates = createEstimates();

/** Of a site without any. */
export const noModels: Pick<Models, 'route' | 'open' | 'estimates' | 'callsOf'> = {
  estimates,
  callsOf: async () => [],
  route: (wanted) =>
    routeCall(
      { models: [], stops: [] },
      wanted,
      {
        readiness: () => ({ kind: 'unavailable', seconds: 1 }),
        inOrder: (models) => [...models],
      },
      estimates,
    ),
  open: () => Promise.reject(new CallFailure('unreachable')),
};

export interface ModelGround extends Institution {
  readonly database: TestDatabase;
  readonly models: Models;
  readonly egress: Egress;
  readonly seal: Seal;
  readonly administrator: Caller;
  readonly officer: Caller;
  readonly clock: { today: string; now(): Date };
  /** Registers a model that speaks OpenAI's API at `url`, approved by a second person where that is needed. */
  addModel(
    name: string,
    url: string,
    about?: Partial<Pick<Model, 'zone' | 'location' | 'maxGrade' | 'upstreamName' | 'abilities'>>,
  ): Promise<Model>;
  /** A second person approves what waits. */
  approveAll(): Promise<void>;
  close(): Promise<void>;
}

export interface ModelGroundOptions {
  /** External models stand on this machine, which their zone does not hold. Every other check is as it is. */
  readonly standsHere?: boolean;
  /** On its database; it is closed by whoever opened it. */
  readonly library?: TestLibrary;
  /** For queues and breakers. */
  readonly timing?: Timing;
}

export async function openModelGround({
  standsHere = false,
  library,
  timing = processTiming,
}: ModelGroundOptions = {}): Promise<ModelGround> {
  const database = library?.database ?? (await openTestDatabase());
  const { store } = database;
  const ownClock = { today: '2026-03-01', now: () => new Date(`${ownClock.today}T04:00:00.000Z`) };
  const clock = library?.clock ?? ownClock;
  const institution = await openInstitution(store, clock, library?.ledger);
  const { ledger, changes } = institution;
  const opened: Models[] = [];
  const egress = createEgress({
    rules: () => opened.flatMap((models) => models.rules()).map((rule) => (standsHere ? { ...rule, networks: ['127.0.0.1'] } : rule)),
    siteNetworks: () => opened.flatMap((models) => models.siteNetworks()),
    log: silentLog,
    authorities: [],
  });
  const seal = library?.seal ?? (await openTestSeal(store));
  const isSolo = async () => false;
  const firstNetworks = ['10.0.0.0/8'];
  const created = await createModels({
    store,
    seal,
    ledger,
    changes,
    egress,
    clock,
    log: silentLog,
    timing,
    isSolo,
    firstNetworks,
    ...(standsHere ? { checkZone: () => undefined } : {}),
  });
  opened.push(created);
  const department = await institution.department('信息中心');
  const administrator = await institution.as(await institution.person({ department, roles: ['system-administrator'] }));
  const officer = await institution.as(await institution.person({ department, roles: ['security-officer'] }));
  const approveAll = async (): Promise<void> => {
    for (const { id } of await changes.list(officer, 'waiting', 100)) await changes.decide(officer, id, 'approve', null);
    await created.refresh();
  };
  return {
    ...institution,
    database,
    models: created,
    egress,
    seal,
    administrator,
    officer,
    clock,
    approveAll,
    async addModel(name, url, about = {}) {
      const { zone = 'in-house', location = 'domestic', maxGrade = 'internal', upstreamName = 'fake-chat', abilities = ['chat'] } = about;
      const traits = {
        upstreamName,
        dialect: 'openai',
        contextTokens: null,
        concurrency: null,
      } as const;
      const wish = {
        name,
        traits: { ...traits, aliases: [], abilities: [...abilities] },
        boundary: { url, zone, location, maxGrade },
        key: `key of ${name}`,
        reason: '试用',
      };
      const { model } = await created.add(administrator, wish);
      await approveAll();
      return model;
    },
    async close() {
      created.close();
      await egress.close();
      if (library) return;
      await institution.ledger.close();
      await database.close();
    },
  };
}
