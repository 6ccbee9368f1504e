// Has a model write the answer: sentences are given out one by one as they are found to stand, what its sources contradict is written once
// more, and the rest is left out and counted.
import { Readable } from 'node:stream';
import type { Grade } from '../../base/grade.ts';
import type { RunId } from '../../base/ids.ts';
import type { CallableModel, CallRecord } from '../../models/models.ts';
import type { Scenario } from '../../scenarios/contract.ts';
import { type AttemptDependencies, attemptAll, type Attempted } from '../calls/attempt.ts';
import type { Guard, GuardVerdict } from '../guard-port.ts';
import { type CheckedDraft, checkDraft } from './check-draft.ts';
import { askForCorrections, type GenerationRequest, type Writing } from './prompt.ts';
import { type ReadReply, readReply } from './read-reply.ts';

export interface GenerateDependencies extends AttemptDependencies {
  readonly guard: Guard;
}

export interface GenerateRequest {
  readonly scenario: Scenario;
  readonly runId: RunId;
  readonly label: Grade;
  readonly candidates: readonly CallableModel[];
  readonly writing: Writing;
  /** The answer, of which the first attempts are made. */
  readonly asked: GenerationRequest;
  readonly signal: AbortSignal;
  /** Told of every call as it ends, whatever becomes of the answer. */
  readonly onCalls: (calls: readonly CallRecord[]) => void;
}

export type Supported = Extract<CheckedDraft, { kind: 'supported' }>;
export type Refused = Exclude<CheckedDraft, { kind: 'supported' }>;

export interface Generation {
  /** Left out of the answer in the end. */
  readonly refused: readonly Refused[];
  /** Written once more because its sources contradicted it, and right then. */
  readonly corrected: number;
  /** Whether the model said that this is the whole answer, and came to its end. */
  readonly isComplete: boolean;
  readonly failure: Attempted['failure'];
  readonly output: GuardVerdict | undefined;
}

export async function* generate(dependencies: GenerateDependencies, about: GenerateRequest): AsyncGenerator<Supported, Generation> {
  const told = new Set<string>();
  const first = yield* write(dependencies, about, { request: about.asked, attemptsBefore: 0, told });
  const contradicted = first.refused.filter(({ kind }) => kind === 'contradicted');
  const { attempted, reply } = first;
  const end = { isComplete: reply?.isComplete === true && !reply.wasEndless, failure: attempted.failure, output: attempted.output };
  if (contradicted.length === 0 || attempted.outcome !== 'relayed') return { ...end, refused: first.refused, corrected: 0 };
  const request = askForCorrections(about.writing, contradicted);
  const again = yield* write(dependencies, about, { request, attemptsBefore: attempted.calls.length, told });
  // Those that the model would rather not write again.
  const dropped = contradicted.slice(again.supported + again.refused.length);
  return {
    ...end,
    refused: [...first.refused.filter(({ kind }) => kind !== 'contradicted'), ...again.refused, ...dropped],
    corrected: again.supported,
    output: again.attempted.output ?? end.output,
  };
}

interface Round {
  readonly request: GenerationRequest;
  readonly attemptsBefore: number;
  /** Sentences given out before: some models repeat them when they are asked to correct the rest. */
  readonly told: Set<string>;
}

interface Written {
  readonly attempted: Attempted;
  readonly reply: ReadReply | undefined;
  readonly supported: number;
  readonly refused: readonly Refused[];
}

async function* write(
  dependencies: GenerateDependencies,
  { scenario, runId, label, candidates, writing, signal, onCalls }: GenerateRequest,
  { request, attemptsBefore, told }: Round,
): AsyncGenerator<Supported, Written> {
  const shown = new Readable({ objectMode: true, read() {} });
  let [refused, supported]: [Refused[], number] = [[], 0];
  let reply: ReadReply | undefined;
  const attempting = attemptAll(
    dependencies,
    { scenario, request, runId, label, prompt: request.prompt, candidates, signal, attemptsBefore },
    async (call) => {
      refused = [];
      reply = await readReply(call, {
        guard: dependencies.guard,
        check: (draft) => checkDraft(draft, writing.sources, scenario.checks.supportedFrom),
        onChecked(checked) {
          if (checked.kind !== 'supported') refused.push(checked);
          else if (!told.has(checked.text)) {
            told.add(checked.text);
            shown.push(checked);
          }
        },
      });
      return reply;
    },
  ).finally(() => shown.push(null));
  try {
    for await (const sentence of shown as AsyncIterable<Supported>) {
      supported += 1;
      yield sentence;
    }
  } finally {
    // Also when the reader went away: the signal has ended the call then.
    const { calls } = await attempting;
    onCalls(calls);
  }
  return { attempted: await attempting, reply, supported, refused };
}
