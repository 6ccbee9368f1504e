// What is measured: the model server itself, a bare proxy before it, another gateway, and Hengjian on each database.
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { operations as models } from '../../src/models/contract.ts';
import { operations as scenarios } from '../../src/scenarios/contract.ts';
import { operations as keys } from '../../src/sign-in/contract.ts';
import { startServer } from '../../test/support/command.ts';
import { type BenchPlace, openBenchPlace } from '../bench-database.ts';
import { callApi } from '../call-api.ts';

export interface Target {
  readonly name: string;
  /** Of OpenAI's API. */
  readonly base: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly pid: number;
  stop(): Promise<void>;
}

export interface HengjianTarget extends Target {
  readonly place: BenchPlace;
}

const home = join(import.meta.dirname, '..', 'proxies');
const json = { 'content-type': 'application/json' };
/** More than anybody asks here. */
const plenty = '1000000';

export function installProxies(): void {
  if (!existsSync(join(home, 'node_modules'))) execFileSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: home, stdio: 'inherit' });
}

export async function startModelServer(): Promise<Target> {
  const server = await startProgram([join(import.meta.dirname, '../../test/tools/fake-model-server.mjs')], /listening on (\S+)/);
  return { name: 'direct', base: `${server.url}/v1`, headers: json, ...server };
}

export async function startFastify(upstream: string): Promise<Target> {
  const server = await startProgram([join(home, 'fastify.js'), new URL(upstream).origin], /(http\S+)/);
  return { name: 'bare Fastify', base: `${server.url}/v1`, headers: json, ...server };
}

export async function startPortkey(upstream: string): Promise<Target> {
  const port = await freePort();
  const program = join(home, 'node_modules/@portkey-ai/gateway/build/start-server.js');
  const { stop, pid } = await startProgram([program, `--port=${port}`, '--headless'], /running|ready|(http:\/\/localhost)/i);
  const headers = { ...json, authorization: 'Bearer bench', 'x-portkey-provider': 'openai', 'x-portkey-custom-host': upstream };
  return { name: 'Portkey', base: `http://127.0.0.1:${port}/v1`, headers, pid, stop };
}

/** With everything on: a key, a scenario, its grade, its model, breaker and queue, ledger and rows. */
export async function startHengjian(name: string, upstream: string, serverUrl: string): Promise<HengjianTarget> {
  const place = await openBenchPlace('gateway', serverUrl);
  const server = await startServer({ folder: place.folder, env: { ...place.env, HENGJIAN_LIMIT_REQUESTS: plenty } });
  await callApi(server.url, models.addModel, {
    name: 'fake-chat',
    url: upstream,
    zone: 'in-house',
    maxGrade: 'internal',
    upstreamName: 'fake-chat',
    abilities: ['chat'],
  });
  const scenario = { name: 'bench', title: 'bench', purpose: 'bench', engine: 'relay' as const, modelNames: ['fake-chat'] };
  await callApi(server.url, scenarios.addScenarioVersion, scenario);
  const { token } = await callApi(server.url, keys.createApiKey, { scenario: scenario.name });
  return {
    name,
    base: `${server.url}/v1`,
    headers: { ...json, authorization: `Bearer ${token}` },
    pid: server.child.pid ?? 0,
    place,
    async stop() {
      await server.stop();
      await place.remove();
    },
  };
}

async function startProgram(args: readonly string[], ready: RegExp): Promise<Pick<Target, 'pid' | 'stop'> & { readonly url: string }> {
  const child = spawn(process.execPath, args, { env: { ...process.env, NODE_ENV: 'production' }, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const url = await firstMatch(child, ready);
  return {
    url,
    pid: child.pid ?? 0,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGKILL');
      }),
  };
}

function firstMatch(child: ChildProcess, wanted: RegExp): Promise<string> {
  let printed = '';
  return new Promise((resolve, reject) => {
    const look = (chunk: Buffer): void => {
      printed += chunk.toString();
      const found = wanted.exec(printed);
      if (found) resolve(found[1] ?? '');
    };
    child.stdout?.on('data', look);
    child.stderr?.on('data', look);
    child.once('exit', () => reject(new Error(`It ended: ${printed}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
