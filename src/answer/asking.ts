// A question walks the governed path inside a record: the intent is committed before anything is looked up, the outcome before the answer is
// whole. What a model writes is shown sentence by sentence in between.
import type { Caller } from '../access/access.ts';
import { type Clock, todayInChina } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import { type Grade, highestGrade } from '../base/grade.ts';
import type { AttachmentId, RunId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import { callRows, type CallRecord, type Models } from '../models/models.ts';
import type { QuotaRoom, Reservation } from '../quota/quota.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import type { AttachedFile } from './attachments/attachments.store.ts';
import type { Attachments } from './attachments/attachments.ts';
import { type PlannedCall, reserveFor, usedBy } from './calls/reserve.ts';
import type { Answer, AnswerEvent } from './contract.ts';
import type { Before } from './conversation.ts';
import { maxReplyTokens } from './generate/prompt.ts';
import { type PathDependencies, type PathResult, walkGovernedPath } from './governed-path.ts';
import { noticeOf } from './notices.ts';
import type { EndedRun, ObserveRun } from './observe-port.ts';
import { beginning, denied, ending, failing } from './run-entries.ts';
import { createRunLog, type RunLog } from './run-log.ts';
import type { createRunRows, Intent } from './runs.store.ts';
import { judgeInstructionTokens, maxOpinionTokens } from './second-opinion/ask-judge.ts';
import { maxSourceTokens } from './write-answer.ts';

export interface AskingDependencies extends PathDependencies {
  readonly scenarios: Pick<Scenarios, 'get'>;
  readonly models: PathDependencies['models'] & Pick<Models, 'estimates'>;
  readonly quota: Pick<QuotaRoom, 'reserve'>;
  readonly ledger: Ledger;
  readonly rows: ReturnType<typeof createRunRows>;
  /** What a conversation brings along. */
  readonly before: (caller: Caller, conversation: RunId) => Promise<Before>;
  readonly attachments: Pick<Attachments, 'forQuestion' | 'bind'>;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of every run that is over. */
  readonly observe?: ObserveRun | undefined;
}

export interface Question {
  readonly question: string;
  readonly scenario: string;
  /** Answer from what is in force on this day, default today; `null` answers from everything. */
  readonly asOf?: string | null | undefined;
  /** The conversation that it goes on with; without it a new one begins. */
  readonly conversationId?: RunId | undefined;
  /** Files that it brings along. */
  readonly attachmentIds?: readonly AttachmentId[] | undefined;
  /** Of whoever called. */
  readonly traceparent?: string | undefined;
  /** Aborted when whoever asked has left. */
  readonly signal?: AbortSignal | undefined;
}

/** The run as it goes, and its answer; fails where it could not be answered. */
export type Ask = (caller: Caller, question: Question, id: RunId) => AsyncGenerator<AnswerEvent, Answer>;

export function createAsking(dependencies: AskingDependencies): Ask {
  const { scenarios, models, ledger, rows, clock, log, observe } = dependencies;

  return async function* ask(
    caller,
    { question, scenario: name, asOf: wantedDay, conversationId, attachmentIds = [], traceparent, signal },
    id,
  ) {
    if (caller.by.kind === 'api-key' && caller.by.scenario !== name) throw new AppError('outside-key', { scenario: caller.by.scenario });
    const scenario = await scenarios.get(name);
    if (scenario.engine === 'relay') throw new AppError('scenario-relays', { scenario: name });
    const asOf = wantedDay === undefined ? todayInChina(clock) : wantedDay;
    const before = conversationId && (await dependencies.before(caller, conversationId));
    // A conversation stays at its highest.
    const attached = await dependencies.attachments.forQuestion(caller, attachmentIds, conversationId);
    const label = highestGrade(scenario.inputGrade, ...(before ? [before.label] : []), ...attached.map(({ grade }) => grade));
    const intent: Intent = {
      id,
      scenarioId: scenario.id,
      person: caller.person,
      question,
      label,
      asOf,
      askedAt: clock.now(),
      conversation: conversationId ?? id,
      attachments: attached,
      traceparent,
    };
    const reservation = await reserve(caller, scenario, intent);
    const calls: CallRecord[] = [];
    // Ends what is under way when the reader goes away in the middle.
    const gone = new AbortController();
    const walking = createRunLog();
    const walk = walkGovernedPath(
      dependencies,
      {
        caller,
        scenario,
        runId: id,
        question,
        previous: before?.previous,
        attached,
        inputGrade: label,
        asOf,
        signal: signal ? AbortSignal.any([signal, gone.signal]) : gone.signal,
        onCalls: (ended) => calls.push(...ended),
      },
      walking,
    );
    let isRecorded = false;
    let hasBegun = false;
    try {
      // A run that cannot be recorded does not happen.
      await ledger.append(beginning(caller, scenario, intent), rows.intent(intent));
      hasBegun = true;
      const waiting = attached.filter(({ isWaiting }) => isWaiting);
      await dependencies.attachments.bind(
        id,
        waiting.map((file) => file.id),
      );
      yield { kind: 'run-started', runId: id, asOf };
      const { verdicts, ...result } = yield* walk;
      const answer = { ...compose(intent, scenario, result, walking), attachments: attached.map(named) };
      await ledger.append(
        ending(caller, scenario, answer, { verdicts, calls }),
        rows.outcome({ answer, finishedAt: clock.now() }),
        ...callRows(calls),
      );
      isRecorded = true;
      over(intent, scenario, answer, calls);
      return answer;
    } finally {
      gone.abort();
      await walk.return(undefined as never);
      reservation.settle(hasBegun ? usedBy(calls) : { requests: 0, tokens: 0, cost: 0 });
      if (hasBegun && !isRecorded) {
        await fail(caller, id, calls);
        over(intent, scenario, { outcome: 'failed', label: intent.label }, calls);
      }
    }
  };

  function over(
    { id, askedAt, traceparent }: Intent,
    scenario: Scenario,
    { outcome, label }: Pick<EndedRun, 'outcome' | 'label'>,
    calls: EndedRun['calls'] = [],
  ): void {
    observe?.({ id, askedAt, scenario, outcome, label, endedAt: clock.now(), calls, traceparent });
  }

  /** What the longest prompt and answer would take of the dearest model; quoting takes no tokens. */
  async function reserve(caller: Caller, scenario: Scenario, intent: Intent): Promise<Reservation> {
    const tokens = maxSourceTokens + instructionTokens;
    const writers = scenario.engine === 'generative' ? candidatesOf(scenario, scenario.modelNames, intent.label, tokens) : [];
    try {
      return await reserveFor(dependencies, {
        caller,
        scenario,
        request: { maxTokens: Math.max(0, ...writers.map(maxReplyTokens)), choices: 1 },
        prompt: { tokens },
        candidates: writers,
        besides: scenario.checks.judge ? [judging(scenario, scenario.checks.judge.model, intent.label)] : [],
        askedAt: intent.askedAt,
      });
    } catch (error) {
      if (error instanceof AppError) await ledger.append(denied(caller, scenario, intent, error));
      over(intent, scenario, { outcome: 'denied', label: intent.label });
      throw error;
    }
  }

  /** Who might be asked: what the documents add to the label leaves some of them out later. */
  function candidatesOf({ name }: Scenario, allowed: readonly string[], label: Grade, tokens: number) {
    const prompt = { tokens, blocks: [] };
    const routing = models.route({ scenario: name, allowed, name: undefined, ability: 'chat', label, prompt });
    return routing.kind === 'routed' ? routing.candidates : [];
  }

  /** As much as it takes to read an answer of the usual length beside all that it may rest on. */
  function judging(scenario: Scenario, judge: string, label: Grade): PlannedCall {
    const tokens = maxSourceTokens + usualSentences * judgeInstructionTokens;
    const candidates = candidatesOf(scenario, [judge], label, tokens);
    const request = { maxTokens: usualSentences * Math.max(0, ...candidates.map(maxOpinionTokens)), choices: 1 };
    return { request, prompt: { tokens }, candidates };
  }

  /** A run that was begun and did not come to an answer is recorded as failed. */
  async function fail(caller: Caller, id: RunId, calls: readonly CallRecord[]): Promise<void> {
    await ledger
      .append(failing(caller, id), rows.failure({ id, finishedAt: clock.now() }), ...callRows(calls))
      .catch((fault: unknown) => log.error('run-failure-unrecorded', fault, { runId: id }));
  }
}

const named = ({ id, name, grade }: AttachedFile): Answer['attachments'][number] => ({ id, name, grade });

/** Of a prompt besides its sources, with a long question. */
const instructionTokens = 1500;
/** As a model is asked to write at most, unless a list is wanted. */
const usualSentences = 5;

function compose(
  { id, question, asOf, askedAt, conversation }: Intent,
  { contact, checks }: Scenario,
  { gap, matter, ...result }: Omit<PathResult, 'verdicts'>,
  { steps }: RunLog,
): Answer {
  const refused = result.outcome !== 'answered';
  return {
    runId: id,
    conversationId: conversation,
    question,
    refused,
    contact: refused || result.degraded !== null ? contact : null,
    notice: noticeOf(result.outcome, { gap, matter, degraded: result.degraded }),
    asOf,
    askedAt: askedAt.toISOString(),
    checks,
    steps: [...steps],
    attachments: [],
    feedback: null,
    ...result,
  };
}
