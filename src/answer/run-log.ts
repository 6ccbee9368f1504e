// The steps of one run as they happen, each with its time: shown to the reader and recorded.
import type { AnswerEvent, Bilingual, RunStep } from './contract.ts';

/** What a run tells while it goes. */
export type PathEvent = Extract<AnswerEvent, { kind: 'step-finished' | 'reasoning-written' | 'sentence-released' }>;

export interface RunLog {
  readonly steps: readonly RunStep[];
  /** Carries out a step, times it, notes in a few words what came of it, and yields it as soon as it is done. */
  step<Result>(
    name: RunStep['name'],
    work: () => Result | Promise<Result>,
    summarise: (result: Result) => Bilingual,
  ): AsyncGenerator<PathEvent, Result>;
  /** A step that was carried out and timed elsewhere. */
  add(name: RunStep['name'], elapsedMs: number, summary: Bilingual): PathEvent;
}

export function createRunLog(): RunLog {
  const steps: RunStep[] = [];
  const add: RunLog['add'] = (name, elapsedMs, summary) => {
    const step = { name, elapsedMs, summary };
    steps.push(step);
    return { kind: 'step-finished', step };
  };
  return {
    steps,
    add,
    async *step(name, work, summarise) {
      const startedAt = performance.now();
      const result = await work();
      yield add(name, since(startedAt), summarise(result));
      return result;
    },
  };
}

/** Milliseconds, to a tenth. */
export function since(startedAt: number): number {
  return Math.round((performance.now() - startedAt) * 10) / 10;
}
