// Has a model write the answer: sentences are given out one by one as they are found to stand, what its sources contradict is written once
// more, and the rest is left out and counted, but for what may be shown as its view.
import { Readable } from 'node:stream';
import type { Grade } from '../../base/grade.ts';
import type { RunId } from '../../base/ids.ts';
import type { CallableModel, CallRecord } from '../../models/models.ts';
import type { Scenario } from '../../scenarios/contract.ts';
import { type AttemptDependencies, attemptAll, type Attempted } from '../calls/attempt.ts';
import type { LeftOut } from '../contract.ts';
import type { Guard, GuardVerdict } from '../guard-port.ts';
import { type Judge, type Opinion, takenAway } from '../second-opinion/judge.ts';
import { type CheckedDraft, checkDraft, type DraftChecks } from './check-draft.ts';
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
  /** Reads what the checks let pass once more; undefined: nobody does. */
  readonly judge: Judge | undefined;
  readonly signal: AbortSignal;
  /** Told of every call as it ends, whatever becomes of the answer. */
  readonly onCalls: (calls: readonly CallRecord[]) => void;
}

type Passed = Extract<CheckedDraft, { kind: 'supported' }>;
export type Viewed = Extract<CheckedDraft, { kind: 'opinion' }>;
export type Refused = Exclude<CheckedDraft, { kind: 'supported' | 'opinion' }>;

/** A sentence that stands, with how sure the judge was of it where one said so; or more of what the model reasons. */
export type Told = Reasoned | Settled;
interface Reasoned {
  readonly kind: 'reasoning';
  readonly text: string;
}
type Settled = Passed & { readonly judged: number | null };

export interface Generation {
  /** Left out of the answer in the end. */
  readonly refused: readonly Refused[];
  /** They passed the checks, and the judge took them away. */
  readonly takenAway: readonly LeftOut[];
  /** Not borne out, and to be shown as no more than its view. */
  readonly views: readonly Viewed[];
  /** Written once more because its sources contradicted it, and right then. */
  readonly corrected: number;
  /** Whether the model said that this is the whole answer, and came to its end. */
  readonly isComplete: boolean;
  readonly failure: Attempted['failure'];
  readonly output: GuardVerdict | undefined;
}

export async function* generate(dependencies: GenerateDependencies, about: GenerateRequest): AsyncGenerator<Told, Generation> {
  const shown = { sentences: new Set<string>(), hasReasoning: false };
  const { checks } = about.scenario;
  const first = yield* write(dependencies, about, { request: about.asked, attemptsBefore: 0, shown, checks });
  const contradicted = first.refused.filter(({ kind }) => kind === 'contradicted');
  const { attempted, reply, takenAway, views } = first;
  const isComplete = reply?.isComplete === true && !reply.wasEndless;
  const end = { views, isComplete, failure: attempted.failure, output: attempted.output };
  if (contradicted.length === 0 || attempted.outcome !== 'relayed') return { ...end, refused: first.refused, takenAway, corrected: 0 };
  const request = askForCorrections(about.writing, contradicted);
  // What was contradicted once does not come back as a view.
  const withoutViews = { ...checks, showOpinions: false };
  const again = yield* write(dependencies, about, { request, attemptsBefore: attempted.calls.length, shown, checks: withoutViews });
  // Those that the model would rather not write again.
  const dropped = contradicted.slice(again.supported + again.refused.length + again.takenAway.length);
  return {
    ...end,
    refused: [...first.refused.filter(({ kind }) => kind !== 'contradicted'), ...again.refused, ...dropped],
    takenAway: [...takenAway, ...again.takenAway],
    corrected: again.supported,
    output: again.attempted.output ?? end.output,
  };
}

interface Round {
  readonly request: GenerationRequest;
  readonly attemptsBefore: number;
  /** What was given out before: some models repeat sentences when they are asked to correct the rest. */
  readonly shown: { readonly sentences: Set<string>; hasReasoning: boolean };
  readonly checks: DraftChecks;
}

interface Written {
  readonly attempted: Attempted;
  readonly reply: ReadReply | undefined;
  readonly supported: number;
  readonly refused: readonly Refused[];
  readonly takenAway: readonly LeftOut[];
  readonly views: readonly Viewed[];
}

/** What waits to be told, in the order in which it was written. */
type Waiting = Reasoned | (Passed & { readonly opinion: Promise<Opinion> | undefined });

async function* write(
  dependencies: GenerateDependencies,
  { scenario, runId, label, candidates, writing, judge, signal, onCalls }: GenerateRequest,
  { request, attemptsBefore, shown, checks }: Round,
): AsyncGenerator<Told, Written> {
  const queue = new Readable({ objectMode: true, read() {} });
  const queued = (waiting: Waiting): void => void queue.push(waiting);
  let [refused, views, supported]: [Refused[], Viewed[], number] = [[], [], 0];
  const lost: LeftOut[] = [];
  const opinions: Promise<Opinion>[] = [];
  let reply: ReadReply | undefined;
  const isBlocked = (): boolean => reply?.blockedBy !== undefined;
  const attempting = attemptAll(
    dependencies,
    { scenario, request, runId, label, prompt: request.prompt, candidates, signal, attemptsBefore },
    async (call) => {
      [refused, views] = [[], []];
      let isBeginning = true;
      reply = await readReply(call, {
        guard: dependencies.guard,
        check: (draft) => checkDraft(draft, writing.sources, checks),
        onChecked(checked) {
          if (checked.kind === 'opinion') views.push(checked);
          else if (checked.kind !== 'supported') refused.push(checked);
          else if (!shown.sentences.has(checked.text)) {
            shown.sentences.add(checked.text);
            // The judge is asked at once; what it says is awaited, and may fail, in the order of the sentences.
            const opinion = judge?.opinionOn(checked.text, checked.premises);
            opinion?.catch(() => undefined);
            if (opinion) opinions.push(opinion);
            queued({ ...checked, opinion });
          }
        },
        onReasoning: scenario.checks.showReasoning
          ? (text) => {
              // That of another reply stands apart.
              queued({ kind: 'reasoning', text: isBeginning && shown.hasReasoning ? `\n\n${text}` : text });
              isBeginning = false;
              shown.hasReasoning = true;
            }
          : undefined,
      });
      return reply;
    },
  ).finally(() => queue.push(null));
  try {
    for await (const waiting of queue as AsyncIterable<Waiting>) {
      const next = waiting.kind === 'reasoning' ? waiting : await settled(waiting, judge);
      // The guard may have ended the answer while the judge read.
      if (next.kind === 'taken-away') lost.push(next.leftOut);
      else if (!(judge && isBlocked())) {
        if (next.kind === 'supported') supported += 1;
        yield next;
      }
    }
  } finally {
    // Also when the reader went away: the signal has ended the call then.
    const { calls } = await attempting;
    onCalls(calls);
    await Promise.all(opinions);
  }
  return { attempted: await attempting, reply, supported, refused, takenAway: lost, views };
}

async function settled(
  { opinion: asked, ...sentence }: Exclude<Waiting, Reasoned>,
  judge: Judge | undefined,
): Promise<Settled | { readonly kind: 'taken-away'; readonly leftOut: LeftOut }> {
  const opinion = await asked;
  const leftOut = takenAway(opinion, judge?.isRequired === true);
  if (leftOut) return { kind: 'taken-away', leftOut };
  return { ...sentence, judged: opinion?.kind === 'given' ? opinion.score : null };
}
