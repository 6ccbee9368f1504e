// The steps of one run as they happen, each with its time: shown to the reader and recorded.
import type { Bilingual, RunStep } from './contract.ts';

export interface RunLog {
  readonly steps: readonly RunStep[];
  /** Carries out a step, times it, notes in a few words what came of it, and yields it as soon as it is done. */
  step<Result>(
    name: RunStep['name'],
    work: () => Result | Promise<Result>,
    summarise: (result: Result) => Bilingual,
  ): AsyncGenerator<RunStep, Result>;
}

export function createRunLog(): RunLog {
  const steps: RunStep[] = [];
  return {
    steps,
    async *step(name, work, summarise) {
      const startedAt = performance.now();
      const result = await work();
      const step = { name, elapsedMs: Math.round((performance.now() - startedAt) * 10) / 10, summary: summarise(result) };
      steps.push(step);
      yield step;
      return result;
    },
  };
}
