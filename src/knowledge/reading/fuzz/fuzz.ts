// Broken files of every format through the real reader in its child process: each must come to a sound outcome, in time, within the
// child's memory, and without losing the child. That nothing is written is the child's own bound (`read-in-child.ts`).
import { readFileSync } from 'node:fs';
import { createReader } from '../read-in-child.ts';
import { corpus, corpusPassword } from './corpus.ts';
import { mutate } from './mutate.ts';
import { createRandom } from './random.ts';
import { faultOf } from './sound-outcome.ts';

export interface FuzzOptions {
  readonly seed: number;
  readonly timeMs: number;
  /** For each file. */
  readonly timeLimitMs: number;
  readonly now: () => number;
  /** Told of each fault as it is found, with the file. */
  readonly report: (fault: FuzzFault) => void;
}
export interface FuzzFault {
  readonly fault: string;
  readonly name: string;
  readonly bytes: Uint8Array;
}
export interface FuzzResult {
  readonly files: number;
  readonly read: number;
  /** At the limit of time: the library behind a format may be slow, and costs no more than that. */
  readonly stopped: number;
  readonly faults: number;
  readonly slowestMs: number;
  /** Of the child, resident; undefined where the system does not tell. */
  readonly peakMegabytes: number | undefined;
}

/** What a read may take above its limit on a busy machine. */
const graceMs = 5_000;

const anything = { name: 'a.txt', bytes: new Uint8Array(1) };

export async function fuzz({ seed, timeMs, timeLimitMs, now, report }: FuzzOptions): Promise<FuzzResult> {
  const random = createRandom(seed);
  const names = Object.keys(corpus);
  const originals = Object.values(corpus);
  const reader = createReader({ children: 1, timeLimitMs, idleLimitMs: timeLimitMs * 2 });
  let [files, read, stopped, faults, slowestMs, peak] = [0, 0, 0, 0, 0, 0];
  try {
    await reader.read(anything);
    for (const end = now() + timeMs; now() < end; files += 1) {
      const from = random.pick(names);
      const bytes = mutate(corpus[from] ?? new Uint8Array(), originals, random);
      const name = random.below(8) === 0 ? random.pick(names) : from;
      const children = childrenOfThis();
      const startedAt = now();
      const outcome = await reader.read({ name, bytes, password: corpusPassword });
      const tookMs = now() - startedAt;
      slowestMs = Math.max(slowestMs, tookMs);
      const isStopped = isTimedOut(outcome);
      if (isStopped) stopped += 1;
      if (outcome.kind === 'read') read += 1;
      const survived = childrenOfThis();
      const fault =
        faultOf(outcome) ?? overran(tookMs, timeLimitMs) ?? (!isStopped && children !== survived ? 'killed its reader' : undefined);
      peak = Math.max(peak, ...survived.split(' ').map(peakMegabytesOf));
      if (fault !== undefined) {
        faults += 1;
        report({ fault, name, bytes });
      }
      // The next file begins with a child that is there.
      if (fault !== undefined || isStopped) await reader.read(anything);
    }
  } finally {
    reader.close();
  }
  return { files, read, stopped, faults, slowestMs, peakMegabytes: peak > 0 ? peak : undefined };
}

function overran(tookMs: number, timeLimitMs: number): string | undefined {
  return tookMs > timeLimitMs + graceMs ? 'took longer than its limit' : undefined;
}

function isTimedOut(outcome: { readonly kind: string; readonly reason?: string }): boolean {
  return outcome.kind === 'rejected' && outcome.reason === 'timed-out';
}

/** Ids of the processes that this one started; nothing where the system does not tell. */
function childrenOfThis(): string {
  return contentOf(`/proc/self/task/${process.pid}/children`).trim();
}

function peakMegabytesOf(id: string): number {
  return Number(/^VmHWM:\s*(\d+) kB/m.exec(contentOf(`/proc/${id}/status`))?.[1] ?? 0) / 1000;
}

function contentOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}
