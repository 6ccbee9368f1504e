// The whole service in this process with models behind it: fake upstreams in the house and outside, scenarios that relay to them, and
// keys to ask with.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/base/config.ts';
import type { Operation } from '../../src/base/contract.ts';
import { prepareRequest } from '../../src/base/prepare-request.ts';
import { listen } from '../../src/http/listen.ts';
import { operations as models } from '../../src/models/contract.ts';
import { operations as scenarios } from '../../src/scenarios/contract.ts';
import { operations as keys } from '../../src/sign-in/contract.ts';
import { openTestDatabase } from './database.ts';

export interface TestGateway {
  readonly app: App;
  /** Base address for clients of OpenAI's API. */
  readonly url: string;
  /** As the one person of the site. */
  call(operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown>;
  addModel(name: string, url: string, more?: Readonly<Record<string, unknown>>): Promise<void>;
  /** A scenario that relays to these models, and a key for it. */
  relayKey(scenario: string, modelNames: readonly string[], more?: Readonly<Record<string, unknown>>): Promise<string>;
  keyFor(scenario: string): Promise<string>;
  close(): Promise<void>;
}

/** `given`: settings besides. */
export async function openTestGateway(given: Readonly<Record<string, string>> = {}): Promise<TestGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-gateway-'));
  const database = await openTestDatabase();
  const serverUrl = database.url;
  // On PGlite the service opens its own, in the folder.
  if (!serverUrl) await database.close();
  const environment = {
    HENGJIAN_DATA: folder,
    HENGJIAN_DEMO: 'off',
    HENGJIAN_SOLO: 'on',
    HENGJIAN_LOG: 'silent',
    HENGJIAN_LIMIT_REQUESTS: '100000',
    ...given,
  };
  const app = await createApp(readConfig({ ...environment, ...(serverUrl ? { DATABASE_URL: serverUrl } : {}) }, {}));
  const listener = await listen(app.http.fetch, '127.0.0.1', 0, { rawDoor: app.rawDoor });
  async function call(operation: Operation, input: Readonly<Record<string, unknown>>): Promise<unknown> {
    const { method, url, body } = prepareRequest(operation, input);
    const headers = { host: '127.0.0.1', 'content-type': 'application/json' };
    const reply = await app.http.fetch(new Request(new URL(url, 'http://127.0.0.1'), { method, headers, body }));
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${operation.id}: ${text}`);
    return JSON.parse(text);
  }
  const keyFor = async (scenario: string): Promise<string> =>
    keys.createApiKey.reply.output.parse(await call(keys.createApiKey, { scenario })).token;
  return {
    app,
    url: `${listener.url}/v1`,
    call,
    async addModel(name, url, more = {}) {
      await call(models.addModel, {
        name,
        url,
        zone: 'in-house',
        maxGrade: 'internal',
        upstreamName: 'fake-chat',
        abilities: ['chat', 'tools'],
        ...more,
      });
    },
    async relayKey(name, modelNames, more = {}) {
      await call(scenarios.addScenarioVersion, { name, title: name, purpose: '转接', engine: 'relay', modelNames, ...more });
      return keyFor(name);
    },
    keyFor,
    async close() {
      await listener.close();
      await app.close();
      if (serverUrl) await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
