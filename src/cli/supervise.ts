// `serve --supervised`: runs the service in a process of its own and starts it again when it dies, later each time it dies young.
import { type ChildProcess, spawn } from 'node:child_process';
import { AppError } from '../base/errors.ts';

const firstPauseMs = 200;
const longestPauseMs = 10_000;
/** A life this long counts as recovered. */
const steadyMs = 60_000;

export interface Supervised {
  /** Of the command line; what it prints goes where ours does. */
  readonly args: readonly string[];
  readonly onRestart: (pauseMs: number) => void;
}

/** After a power cut the database may come up later than the service, and a disk that is full gets room: worth waiting for. */
export function mayPass(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  const isDiskFull = error.code === 'database-full' || error.details['cause'] === 'ENOSPC';
  return isDiskFull || error.code === 'database-unreachable';
}

/** Resolves to the exit code once the service is asked to stop, or when it cannot even start a first time; what may pass is waited for. */
export async function supervise({ args, onRestart }: Supervised): Promise<number> {
  let child: ChildProcess | undefined;
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      isStopping = true;
      child?.kill(signal);
    });
  }
  let isWorthRepeating = false;
  for (let pauseMs = firstPauseMs; ; ) {
    const startedAt = performance.now();
    // Through the channel the child notices when this process dies, and ends too.
    child = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    // It serves, or says that what it waits for may come.
    child.once('message', () => {
      isWorthRepeating = true;
    });
    const [code, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) => {
      child?.once('exit', (...end) => resolve(end));
    });
    if (isStopping) return code ?? 0;
    // A fault that is there from the beginning (a wrong setting, a port that is taken) is for a person to put right.
    // What kills a process (a lack of memory, say) is none.
    if (!isWorthRepeating && signal === null) return code ?? 1;
    if (performance.now() - startedAt > steadyMs) pauseMs = firstPauseMs;
    onRestart(pauseMs);
    await new Promise((wake) => setTimeout(wake, pauseMs));
    pauseMs = Math.min(pauseMs * 2, longestPauseMs);
  }
}
