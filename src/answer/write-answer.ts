// The way of an answer that a model writes: which models may receive it, what they write, and which of it stands.
import type { Caller } from '../access/access.ts';
import type { ErrorCode } from '../base/errors.ts';
import { type Grade, highestGrade } from '../base/grade.ts';
import type { VersionId } from '../base/ids.ts';
import type { CallRecord, Models } from '../models/models.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import { createCitations } from './citations.ts';
import type { Degradation, LeftOut, Opinion, Quotation, Reasoning, SecondOpinion, Sentence } from './contract.ts';
import type { Evidence } from './gather-evidence.ts';
import { generate, type GenerateDependencies, type GenerateRequest, type Refused, type Viewed } from './generate/generate.ts';
import { askForAnswer, type Writing } from './generate/prompt.ts';
import { chooseSources } from './generate/sources.ts';
import type { GuardVerdict } from './guard-port.ts';
import { quoteAll } from './quote.ts';
import { type PathEvent, type RunLog, since } from './run-log.ts';
import { createJudge, type Judge } from './second-opinion/judge.ts';
import { stepWords } from './step-words.ts';

export interface WriteDependencies extends GenerateDependencies {
  readonly knowledge: Knowledge;
  readonly models: Pick<Models, 'route' | 'open'>;
}

export interface WriteRequest extends Pick<GenerateRequest, 'scenario' | 'runId' | 'signal'> {
  readonly caller: Caller;
  readonly question: string;
  readonly asOf: string | null;
  readonly evidence: readonly Evidence[];
  /** Of the question. */
  readonly inputGrade: Grade;
  readonly onCalls: (calls: readonly CallRecord[]) => void;
}

export interface WrittenAnswer {
  readonly kind: 'written';
  /** The highest grade of what was sent. */
  readonly label: Grade;
  readonly sentences: readonly Sentence[];
  readonly citations: readonly Quotation[];
  readonly leftOut: readonly LeftOut[];
  readonly opinions: readonly Opinion[];
  readonly corrected: number;
  /** What fell short of a whole answer. */
  readonly degraded: Degradation | null;
  readonly output: GuardVerdict | undefined;
  readonly secondOpinion: SecondOpinion | null;
  readonly reasoning: Reasoning | null;
}

/** Nothing of it stands: the run goes on without a model. */
export interface Unwritten {
  readonly kind: 'unwritten';
  readonly label: Grade;
  readonly degraded: Degradation;
  readonly leftOut: readonly LeftOut[];
  readonly opinions: readonly Opinion[];
  readonly output: GuardVerdict | undefined;
  readonly secondOpinion: SecondOpinion | null;
  readonly reasoning: Reasoning | null;
}

/** Room for the sources; with question and answer it fits the models in use. */
export const maxSourceTokens = 5000;

export async function* writeAnswer(
  dependencies: WriteDependencies,
  request: WriteRequest,
  log: RunLog,
): AsyncGenerator<PathEvent, WrittenAnswer | Unwritten> {
  const { models } = dependencies;
  const { scenario, question, asOf, evidence, inputGrade } = request;
  const sources = chooseSources(evidence, maxSourceTokens);
  const label = highestGrade(inputGrade, ...[...sources.values()].map(({ document }) => document.grade));
  const writing = { question, asOf, sources, mayOpine: scenario.checks.showOpinions };
  const asked = askForAnswer(writing);
  const routing = yield* log.step(
    'route',
    () =>
      models.route({
        scenario: scenario.name,
        allowed: scenario.modelNames,
        name: undefined,
        ability: 'chat',
        label,
        prompt: asked.prompt,
      }),
    (found) => (found.kind === 'routed' ? stepWords.candidates(found.candidates.length) : stepWords.denied(found.denial.code)),
  );
  if (routing.kind === 'denied') return { ...unasked, label, degraded: whyDenied(routing.denial.code) };
  const judge = createJudge(dependencies, { ...request, label });
  if (judge?.isRequired) {
    // What would be left out in the end is not written.
    const absence = judge.absence();
    if (absence !== undefined) {
      yield log.add('second-opinion', 0, stepWords.secondOpinionAbsent(absence));
      return { ...unasked, label, degraded: 'no-second-opinion', secondOpinion: judge.summary() };
    }
  }
  return yield* callAndVerify(dependencies, { ...request, label, writing, asked, judge, candidates: routing.candidates }, log);
}

/** No model was asked to write. */
const unasked = { kind: 'unwritten', leftOut: [], opinions: [], output: undefined, secondOpinion: null, reasoning: null } as const;

async function* callAndVerify(
  dependencies: WriteDependencies,
  request: WriteRequest & Pick<GenerateRequest, 'label' | 'writing' | 'asked' | 'judge' | 'candidates'>,
  log: RunLog,
): AsyncGenerator<PathEvent, WrittenAnswer | Unwritten> {
  const startedAt = performance.now();
  const citations = createCitations();
  const sentences: Sentence[] = [];
  let unquotable = 0;
  let reasoned = '';
  const writing = generate(dependencies, request);
  let next = await writing.next();
  try {
    for (; !next.done; next = await writing.next()) {
      const { value: supported } = next;
      if (supported.kind === 'reasoning') {
        reasoned += supported.text;
        yield { kind: 'reasoning-written', text: supported.text };
        continue;
      }
      const quotations = await quoteAll(dependencies.knowledge, request.caller.scope, request.evidence, supported.spans);
      if (quotations.length === 0) {
        unquotable += 1;
        continue;
      }
      const cited = quotations.map((quotation) => citations.number(quotation));
      const sentence = {
        text: supported.text,
        citations: cited.map(({ number }) => number),
        score: supported.score,
        judged: supported.judged,
      };
      sentences.push(sentence);
      yield { kind: 'sentence-released', sentence, citations: cited };
    }
  } finally {
    // Where the reader went away, so does the writer.
    if (!next.done) await writing.return(undefined as never);
  }
  const { refused, takenAway, views, corrected, isComplete, failure, output } = next.value;
  const opinions = opinionsIn(views, takenAway, request.writing);
  const leftOut = [...refused.map(asLeftOut), ...unsupported(unquotable + views.length - opinions.length), ...takenAway];
  yield log.add('call', since(startedAt), failure ? stepWords.callFailed(failure.code) : stepWords.called);
  const passed = sentences.length + takenAway.length;
  const rest = { leftOut: leftOut.length - takenAway.length, corrected, views: opinions.length };
  yield log.add('verify', 0, stepWords.verified(passed, rest, request.scenario.checks));
  const secondOpinion = summaryOf(request.judge);
  if (secondOpinion) yield log.add('second-opinion', 0, stepWords.secondOpinion(secondOpinion));
  const reasoning = reasoned === '' ? null : { text: reasoned, versionIds: versionsIn(request.writing) };
  const about = { label: request.label, leftOut, opinions, output, secondOpinion, reasoning };
  if (sentences.length === 0) return { kind: 'unwritten', ...about, degraded: failure ? 'model-failed' : whyNothingStood(leftOut) };
  const degraded = failure ? 'cut-short' : isComplete ? null : 'incomplete';
  return { kind: 'written', ...about, sentences, citations: citations.all(), corrected, degraded };
}

/** Null: it had nothing to read. */
function summaryOf(judge: Judge | undefined): SecondOpinion | null {
  const summary = judge?.summary();
  return summary && summary.agreed + summary.objected + summary.missing > 0 ? summary : null;
}

/** Of the documents that lay before the model. What is attached is the asker's own. */
function versionsIn({ sources }: Writing): VersionId[] {
  return [...new Set([...sources.values()].filter(({ isAttached }) => isAttached !== true).map(({ version }) => version.id))];
}

function whyNothingStood(leftOut: readonly LeftOut[]): Degradation {
  return leftOut.some(({ kind }) => kind === 'unjudged') ? 'no-second-opinion' : 'nothing-stood';
}

/** More would stand taller than the answer. */
const mostOpinions = 3;

/** None where the scenario demands a second opinion and had none: then nothing is shown that nobody else has read. */
function opinionsIn(views: readonly Viewed[], takenAway: readonly LeftOut[], writing: Writing): Opinion[] {
  if (takenAway.some(({ kind }) => kind === 'unjudged')) return [];
  const distinct = new Map(views.map((view) => [view.text, view]));
  const versionIds = versionsIn(writing);
  return [...distinct.values()].slice(0, mostOpinions).map(({ text, score }) => ({ text, score, versionIds }));
}

/** Sentences of which no more is to be said. */
export function unsupported(count: number): LeftOut[] {
  return Array.from({ length: count }, () => ({ kind: 'unsupported', conflicts: [], by: 'checks' }));
}

/** Its text may say what is not so: what stands against it is told, and not the text. */
function asLeftOut({ kind, conflicts }: Refused): LeftOut {
  return { kind, conflicts: [...new Set(conflicts.map((conflict) => conflict.kind))], by: 'checks' };
}

function whyDenied(code: ErrorCode): Degradation {
  if (code === 'label-too-high') return 'no-model-allowed';
  if (code === 'models-stopped') return 'models-stopped';
  return 'no-model-available';
}
