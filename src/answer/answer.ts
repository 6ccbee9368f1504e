// The one governed path, from question to recorded answer:
// who -> grade -> guard(input) -> retrieve -> route -> call -> guard(output) -> verify -> record -> answer.
import type { Caller } from '../access/access.ts';
import { type Clock, todayInChina } from '../base/clock.ts';
import { AppError, sentence as errorSentence } from '../base/errors.ts';
import { highestGrade } from '../base/grade.ts';
import { newId, type RunId, runIdSchema } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import type { Store } from '../store/store.ts';
import type { Answer, AnswerEvent, Outcome, Quotation } from './contract.ts';
import type { Extraction } from './extract/evidence.ts';
import { extractAnswer } from './extract/extract.ts';
import type { Guard } from './guard-port.ts';
import { noticeOf } from './notices.ts';
import { quote, type UnnumberedQuotation } from './quote.ts';
import { createRunLog, type RunLog } from './run-log.ts';
import { findAnswer, listRunRows, recordFailure, recordIntent, recordOutcome, type RunSummary, type RunTables } from './runs.store.ts';

export interface AnswerDependencies {
  readonly store: Store;
  readonly knowledge: Knowledge;
  readonly scenarios: Scenarios;
  readonly guard: Guard;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Question {
  readonly question: string;
  readonly scenario: string;
  /** Answer from what is in force on this day, default today; `null` answers from everything. */
  readonly asOf?: string | null | undefined;
}

export interface AnswerRoom {
  /** The whole answer. */
  ask(caller: Caller, question: Question): Promise<Answer>;
  /** The run as it goes; the last event is `answer-finished` or `run-failed`. */
  stream(caller: Caller, question: Question): AsyncGenerator<AnswerEvent>;
  getRun(caller: Caller, id: RunId): Promise<Answer>;
  listRuns(caller: Caller, limit: number, after: RunId | undefined): Promise<RunSummary[]>;
}

/** Passages that the engine looks at: recall at 20 is near that at 50, and each costs time. */
const evidenceLimit = 20;

export function createAnswer({ store, knowledge, scenarios, guard, clock, log }: AnswerDependencies): AnswerRoom {
  const runs = store.tables<RunTables>();

  async function* stream(caller: Caller, { question, scenario: scenarioName, asOf: wantedDay }: Question): AsyncGenerator<AnswerEvent> {
    const runId = newId(runIdSchema, clock.now().getTime());
    let isRecorded = false;
    try {
      const scenario = await scenarios.get(scenarioName);
      const asOf = wantedDay === undefined ? todayInChina(clock) : wantedDay;
      const askedAt = clock.now();
      // A run that cannot be recorded does not happen.
      await recordIntent(runs, { id: runId, scenarioId: scenario.id, person: caller.person, question, label: scenario.inputGrade, asOf, askedAt });
      isRecorded = true;
      yield { kind: 'run-started', runId, asOf };
      const runLog = createRunLog();
      const result = yield* walk(caller, scenario, question, asOf, runLog);
      const answer: Answer = { runId, question, refused: result.outcome !== 'answered', notice: noticeOf(result.outcome), engine: scenario.engine, asOf, askedAt: askedAt.toISOString(), steps: [...runLog.steps], ...result };
      await recordOutcome(runs, answer, clock.now());
      for (const sentence of answer.sentences) yield { kind: 'sentence-released', sentence, citations: answer.citations.filter(({ number }) => sentence.citations.includes(number)) };
      yield { kind: 'answer-finished', answer };
    } catch (error) {
      log.error('run-failed', error, { runId });
      if (isRecorded) await recordFailure(runs, runId, clock.now()).catch((fault: unknown) => log.error('run-failure-unrecorded', fault, { runId }));
      yield { kind: 'run-failed', runId: isRecorded ? runId : null, problem: problemOf(error, runId) };
    }
  }

  type Result = Pick<Answer, 'outcome' | 'sentences' | 'citations' | 'found' | 'label'>;

  async function* walk(caller: Caller, scenario: Scenario, question: string, asOf: string | null, runLog: RunLog): AsyncGenerator<AnswerEvent, Result> {
    const latestStep = (): AnswerEvent[] => runLog.steps.slice(-1).map((step) => ({ kind: 'step-finished', step }));
    const nothing = (outcome: Outcome): Result => ({ outcome, sentences: [], citations: [], found: [], label: scenario.inputGrade });

    await runLog.step('grade', async () => scenario.inputGrade, (grade) => grade);
    yield* latestStep();
    const input = await runLog.step('guard-input', () => guard.check('input', question), ({ kind }) => kind);
    yield* latestStep();
    if (input.kind === 'blocked') return nothing('blocked');

    const { hits } = await runLog.step(
      'retrieve',
      () => knowledge.search(caller.scope, { query: question, limit: evidenceLimit, filter: { asOf: asOf ?? undefined, collectionIds: scenario.collectionIds, anyValidity: asOf === null } }),
      (found) => `${found.hits.length} passages`,
    );
    yield* latestStep();
    // The label of a run is the highest grade of all that flows into it.
    const label = highestGrade(scenario.inputGrade, ...hits.map(({ document }) => document.grade));
    await runLog.step('route', async () => scenario.engine, (engine) => `${engine}, label ${label}`);
    yield* latestStep();

    const extraction = await runLog.step('call', async () => extractAnswer({ question, passages: hits.map(asEvidence) }), ({ kind }) => `extractive: ${kind}`);
    yield* latestStep();

    const spans = extraction.kind === 'answered' ? extraction.sentences : extraction.found;
    const verified = await runLog.step(
      'verify',
      async () => (await Promise.all(spans.map((span) => quote(knowledge, caller.scope, hits, span)))).filter((one) => one !== undefined),
      (kept) => `${kept.length}/${spans.length} quotations equal the stored text`,
    );
    yield* latestStep();

    const output = await runLog.step('guard-output', () => guard.check('output', verified.map((one) => one.quote).join('\n')), ({ kind }) => kind);
    yield* latestStep();
    if (output.kind === 'blocked') return { ...nothing('blocked'), label };
    return { ...present(extraction, verified), label };
  }

  return {
    stream,
    async ask(caller, question) {
      for await (const event of stream(caller, question)) {
        if (event.kind === 'answer-finished') return event.answer;
        if (event.kind === 'run-failed') throw new AppError(event.problem.code === 'not-found' ? 'not-found' : 'internal', { what: question.scenario });
      }
      throw new AppError('internal');
    },
    async getRun(caller, id) {
      const answer = await findAnswer(runs, caller.person, id);
      if (!answer) throw new AppError('not-found', { what: 'run 运行' });
      return answer;
    },
    listRuns: (caller, limit, after) => listRunRows(runs, caller.person, limit, after),
  };
}

function present(extraction: Extraction, verified: readonly UnnumberedQuotation[]): Pick<Answer, 'outcome' | 'sentences' | 'citations' | 'found'> {
  const quotations: Quotation[] = verified.map((one, index) => ({ ...one, number: index + 1 }));
  if (extraction.kind !== 'answered') return { outcome: extraction.kind, sentences: [], citations: [], found: quotations };
  // An answer none of whose quotations stood up asserts nothing.
  if (quotations.length === 0) return { outcome: 'not-sure', sentences: [], citations: [], found: [] };
  return { outcome: 'answered', sentences: quotations.map(({ quote: text, number }) => ({ text, citations: [number] })), citations: quotations, found: [] };
}

function asEvidence({ passage, document, score }: Awaited<ReturnType<Knowledge['search']>>['hits'][number], index: number) {
  return { passageId: passage.id, documentId: document.id, title: document.title, headingPath: passage.headingPath, text: passage.text, start: passage.start, rank: index + 1, score };
}

function problemOf(error: unknown, runId: RunId): { code: string; zh: string; en: string } {
  const failure = error instanceof AppError ? error : new AppError('internal');
  const details = { ...failure.details, requestId: runId };
  return { code: failure.code, zh: errorSentence(failure.code, details, 'zh'), en: errorSentence(failure.code, details, 'en') };
}
