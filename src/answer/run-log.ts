// The steps of one run as they happen, each with its time: shown to the reader and recorded.
import type { RunStep } from './contract.ts';

export interface RunLog {
  readonly steps: readonly RunStep[];
  /** Carries out a step, times it, and notes in a few words what came of it. */
  step<Result>(name: RunStep['name'], work: () => Promise<Result>, summarise: (result: Result) => string): Promise<Result>;
}

export function createRunLog(): RunLog {
  const steps: RunStep[] = [];
  return {
    steps,
    async step(name, work, summarise) {
      const started = performance.now();
      const result = await work();
      steps.push({ name, elapsedMs: Math.round((performance.now() - started) * 10) / 10, summary: summarise(result) });
      return result;
    },
  };
}
