// Load by wrk, and what a target took for it: requests a second, latency, and the CPU time of its process.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Target } from './targets.ts';

export interface Driven {
  readonly requests: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Of the process, all its threads, for one request. */
  readonly cpuMicros: number;
}

export interface Load {
  readonly body: string;
  readonly concurrency: number;
  readonly seconds: number;
}

export function hasWrk(): boolean {
  return spawnSync('wrk', ['-v']).error === undefined;
}

export async function drive(target: Target, { body, concurrency, seconds }: Load, folder: string): Promise<Driven> {
  const script = join(folder, 'post.lua');
  writeFileSync(script, scriptFor(target, body));
  const cpuBefore = cpuMicrosOf(target.pid);
  const printed = await run('wrk', [
    '-t1',
    `-c${concurrency}`,
    `-d${seconds}s`,
    '--timeout',
    '10s',
    '-s',
    script,
    `${target.base}/chat/completions`,
  ]);
  const numbers = /RESULT (\d+) (\d+) (\d+) (\d+) (\d+)/.exec(printed)?.slice(1).map(Number);
  if (!numbers) throw new Error(`wrk said nothing of ${target.name}: ${printed}`);
  const [requests = 0, micros = 0, p50 = 0, p99 = 0, failed = 0] = numbers;
  return {
    requests,
    failed,
    perSecond: (requests * 1_000_000) / micros,
    p50Ms: p50 / 1000,
    p99Ms: p99 / 1000,
    cpuMicros: (cpuMicrosOf(target.pid) - cpuBefore) / Math.max(1, requests),
  };
}

/** Long brackets, so that nothing in it means anything to Lua. */
function scriptFor({ headers }: Target, body: string): string {
  const quoted = (text: string): string => `[==[${text}]==]`;
  const lines = Object.entries(headers).map(([name, value]) => `wrk.headers[ ${quoted(name)} ] = ${quoted(value)}`);
  return `wrk.method = "POST"
wrk.body = ${quoted(body)}
${lines.join('\n')}
function done(summary, latency)
  local errors = summary.errors
  local failed = errors.connect + errors.read + errors.write + errors.status + errors.timeout
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration, latency:percentile(50), latency:percentile(99), failed))
end
`;
}

function run(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    let printed = '';
    child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
    child.once('close', () => resolve(printed));
  });
}

const microsPerTick = 10_000;

function cpuMicrosOf(pid: number): number {
  // After the name in brackets, which may hold spaces: the 12th and 13th field are time in user mode and in the kernel.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) * microsPerTick;
}
