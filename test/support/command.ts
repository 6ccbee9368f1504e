// Commands of the product as a person runs them: own processes, ended by the test that started them.
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { until } from './until.ts';

const root = join(import.meta.dirname, '..', '..');

/** What starts before compiled, where `bin` starts this process too. */
const { NODE_COMPILE_CACHE } = process.env;
const compiled = NODE_COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE };

/** Making a new database takes most of it, on a machine that does much else. */
const startDeadlineMs = 100_000;

export interface Place {
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What is typed, line by line. */
  readonly input?: readonly string[];
}

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a file of the project (`src/cli/main.ts`) to its end, in a folder, with no settings but those given. */
export async function runFile(file: string, args: readonly string[], place: Place): Promise<Finished> {
  const { child, output } = startFile(file, args, place);
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, ...output };
}

export interface Serving {
  readonly url: string;
  readonly child: ChildProcess;
  /** Ends it as Ctrl+C does. */
  stop(): Promise<number | null>;
}

/** Starts the server on a free port, in solo mode unless told otherwise, and waits until it says where it is. */
export async function startServer(place: Place): Promise<Serving> {
  const { child, output } = startFile('src/main.ts', [], { ...place, env: { PORT: '0', HENGJIAN_SOLO: 'on', ...place.env } });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const url = await until(
    'the server says where it is',
    () => {
      if (child.exitCode !== null) throw new Error(`The server ended: ${output.stderr}`);
      return /http:\/\/127\.0\.0\.1:\d+/.exec(output.stdout)?.[0];
    },
    startDeadlineMs,
  ).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });
  return {
    url,
    child,
    stop() {
      child.kill('SIGINT');
      return ended;
    },
  };
}

/** How a file of the project is run in a folder, with no settings but those given. */
export function commandOf(file: string, args: readonly string[], { folder, env = {} }: Omit<Place, 'input'>) {
  return {
    command: process.execPath,
    args: [join(root, file), ...args],
    cwd: folder,
    // Without a home of their own, tests would read the sessions of whoever runs them.
    env: { ...compiled, HENGJIAN_DATA: join(folder, 'data'), XDG_CONFIG_HOME: join(folder, 'config'), HENGJIAN_DEMO: 'off', ...env },
  };
}

/** Starts a file of the project and gathers what it prints. */
export function startFile(file: string, given: readonly string[], { input = [], ...place }: Place) {
  const { command, args, ...settings } = commandOf(file, given, place);
  const child = spawn(command, args, { ...settings, stdio: ['pipe', 'pipe', 'pipe'] });
  // One that ends without reading has no use for it.
  child.stdin.on('error', () => {}).end(input.map((line) => `${line}\n`).join(''));
  // Whatever ends this process ends the child too.
  const end = (): boolean => child.kill('SIGKILL');
  process.once('exit', end);
  child.once('exit', () => process.off('exit', end));
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.stderr += chunk.toString()));
  return { child, output };
}
