// Models for a test: the registry on a fresh database, a door out that knows its rules, people who run and approve, and fake upstreams.
import type { Caller } from '../../src/access/access.ts';
import { silentLog } from '../../src/base/log.ts';
import { createEgress, type Egress } from '../../src/egress/egress.ts';
import type { Model } from '../../src/models/contract.ts';
import { CallFailure, createModels, type Models } from '../../src/models/models.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { type Institution, openInstitution } from './institution.ts';
import { openTestSeal } from './seal.ts';

/** Of a site without any. */
export const noModels: Pick<Models, 'snapshot' | 'open'> = {
  snapshot: () => ({ version: 0, models: [], stops: [], networks: [], rules: [] }),
  open: () => Promise.reject(new CallFailure('unreachable')),
};

export interface ModelGround extends Institution {
  readonly database: TestDatabase;
  readonly models: Models;
  readonly egress: Egress;
  readonly administrator: Caller;
  readonly officer: Caller;
  readonly clock: { today: string; now(): Date };
  /** Registers a model that speaks OpenAI's API at `url`, approved by a second person where that is needed. */
  addModel(name: string, url: string, boundary?: Partial<Pick<Model, 'zone' | 'location' | 'maxGrade'>>): Promise<Model>;
  /** A second person approves what waits. */
  approveAll(): Promise<void>;
  close(): Promise<void>;
}

export async function openModelGround(): Promise<ModelGround> {
  const database = await openTestDatabase();
  const { store } = database;
  const clock = { today: '2026-03-01', now: () => new Date(`${clock.today}T04:00:00.000Z`) };
  const institution = await openInstitution(store, clock);
  const { ledger, changes } = institution;
  const opened: Models[] = [];
  const egress = createEgress({
    rules: () => opened.flatMap((models) => models.rules()),
    siteNetworks: () => opened.flatMap((models) => models.siteNetworks()),
    log: silentLog,
    authorities: [],
  });
  const seal = await openTestSeal(store);
  const isSolo = async () => false;
  const firstNetworks = ['10.0.0.0/8'];
  const created = await createModels({ store, seal, ledger, changes, egress, clock, log: silentLog, isSolo, firstNetworks });
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
    administrator,
    officer,
    clock,
    approveAll,
    async addModel(name, url, { zone = 'in-house', location = 'domestic', maxGrade = 'internal' } = {}) {
      const traits = {
        aliases: [],
        upstreamName: 'fake-chat',
        dialect: 'openai',
        abilities: ['chat'],
        contextTokens: null,
        concurrency: null,
      } as const;
      const wish = {
        name,
        traits: { ...traits, aliases: [], abilities: ['chat' as const] },
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
      await institution.ledger.close();
      await database.close();
    },
  };
}
