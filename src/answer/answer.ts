// Answering: every question walks the governed path inside a record. The intent is committed before anything is looked up,
// the outcome before a word of the answer is sent.
import type { Caller } from '../access/access.ts';
import type { PersonalData } from '../access/personal-data.ts';
import { type Clock, todayInChina } from '../base/clock.ts';
import { AppError, bothSentences, errorTable } from '../base/errors.ts';
import { newId, type RunId, runIdSchema } from '../base/ids.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Log } from '../base/log.ts';
import type { Models } from '../models/models.ts';
import type { Scenario } from '../scenarios/contract.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Kept } from '../store/kept.ts';
import type { Store } from '../store/store.ts';
import { askerOf } from './asker.ts';
import type { Answer, AnswerEvent, RunView } from './contract.ts';
import { type PathDependencies, type PathResult, walkGovernedPath } from './governed-path.ts';
import { beginning, denied, ending, failing } from './run-entries.ts';
import { keptRuns } from './kept-runs.store.ts';
import type { EndedRun, ObserveRun } from './observe-port.ts';
import { noticeOf } from './notices.ts';
import { personalRuns } from './personal-runs.store.ts';
import { createRelay, type Relay, type RelayDependencies } from './relay/relay.ts';
import { createRunViews } from './run-view.ts';
import { createRunLog, type RunLog } from './run-log.ts';
import { versionsQuoted, withholdUnreadable } from './withhold.ts';
import { createRunRows, findAnswer, findLastAnsweredOfAnybody, type Intent, listRunRows, openRuns, type RunSummary } from './runs.store.ts';

export interface AnswerDependencies extends PathDependencies {
  readonly store: Store;
  readonly seal: Seal;
  readonly scenarios: Scenarios;
  readonly models: RelayDependencies['models'] & Pick<Models, 'callsOf'>;
  readonly quota: RelayDependencies['quota'];
  readonly relayTimeouts?: RelayDependencies['timeouts'];
  readonly ledger: Ledger;
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
  /** Of whoever called. */
  readonly traceparent?: string | undefined;
}

export interface AnswerRoom {
  /** The whole answer. */
  ask(caller: Caller, question: Question): Promise<Answer>;
  /** The run as it goes; the last event is `answer-finished` or `run-failed`. */
  stream(caller: Caller, question: Question): AsyncGenerator<AnswerEvent>;
  /** The caller's own run; what it quotes from documents that the caller may no longer read is withheld. */
  getRun(caller: Caller, id: RunId): Promise<Answer>;
  /** The caller's own run, step by step. */
  view(id: RunId, caller: Caller): Promise<RunView>;
  /** Anybody's run, step by step, without what was asked or answered. */
  viewRecorded(id: RunId): Promise<RunView>;
  /** Whoever asked it: the newest run that was answered, for the rehearsal of a restore. */
  lastAnsweredOfAnybody(): Promise<Answer | undefined>;
  /** A chat of another system, relayed to a model of the scenario. */
  readonly relay: Relay;
  listRuns(caller: Caller, limit: number, after: RunId | undefined): Promise<RunSummary[]>;
  /** Runs, until they are over their time. */
  readonly kept: Kept;
  readonly personal: PersonalData;
}

/** A reasoning model with a long prompt on a busy machine may take its time to begin; between tokens it does not. */
const usualTimeouts = { queueMs: 60_000, firstTokenMs: 120_000, betweenTokensMs: 60_000, totalMs: 30 * 60_000 };

export function createAnswer({
  store,
  seal,
  scenarios,
  models,
  quota,
  relayTimeouts: timeouts = usualTimeouts,
  ledger,
  clock,
  log,
  observe,
  ...path
}: AnswerDependencies): AnswerRoom {
  const runs = openRuns(store, seal);
  const rows = createRunRows(runs);
  const views = createRunViews({ runs, ledger, callsOf: models.callsOf });

  /** A run that was begun and did not come to an answer is recorded as failed. */
  async function* run(
    caller: Caller,
    { question, scenario: name, asOf: wantedDay, traceparent }: Question,
    id: RunId,
  ): AsyncGenerator<AnswerEvent, Answer> {
    if (caller.by.kind === 'api-key' && caller.by.scenario !== name) throw new AppError('outside-key', { scenario: caller.by.scenario });
    const scenario = await scenarios.get(name);
    if (scenario.engine !== 'extractive') throw new AppError('scenario-relays', { scenario: name });
    const asOf = wantedDay === undefined ? todayInChina(clock) : wantedDay;
    const intent: Intent = {
      id,
      scenarioId: scenario.id,
      person: caller.person,
      question,
      label: scenario.inputGrade,
      asOf,
      askedAt: clock.now(),
      traceparent,
    };
    await reserveRequest(caller, scenario, intent);
    // A run that cannot be recorded does not happen.
    await ledger.append(beginning(caller, scenario, intent), rows.intent(intent));
    let isRecorded = false;
    try {
      yield { kind: 'run-started', runId: id, asOf };
      const runLog = createRunLog();
      const walk = walkGovernedPath(path, { caller, scenario, question, asOf }, runLog);
      let next = await walk.next();
      for (; !next.done; next = await walk.next()) yield { kind: 'step-finished', step: next.value };
      const { verdicts, ...result } = next.value;
      const answer = compose(intent, scenario, result, runLog);
      await ledger.append(ending(caller, scenario, answer, verdicts), rows.outcome({ answer, finishedAt: clock.now() }));
      isRecorded = true;
      over(intent, scenario, answer);
      return answer;
    } finally {
      // Also reached when the reader goes away in the middle.
      if (!isRecorded) {
        await fail(caller, id);
        over(intent, scenario, { outcome: 'failed', label: intent.label });
      }
    }
  }

  function over({ id, askedAt, traceparent }: Intent, scenario: Scenario, { outcome, label }: Pick<EndedRun, 'outcome' | 'label'>): void {
    observe?.({ id, askedAt, scenario, outcome, label, endedAt: clock.now(), calls: [], traceparent });
  }

  /** Quoting takes no tokens: what may run out is requests. */
  async function reserveRequest(caller: Caller, scenario: Scenario, intent: Intent): Promise<void> {
    const wanted = { ...askerOf(caller, scenario.name), atMost: () => ({ tokens: 0, cost: 0 }) };
    try {
      (await quota.reserve(wanted)).settle();
    } catch (error) {
      if (error instanceof AppError) await ledger.append(denied(caller, scenario, intent, error));
      over(intent, scenario, { outcome: 'denied', label: intent.label });
      throw error;
    }
  }

  async function fail(caller: Caller, id: RunId): Promise<void> {
    await ledger
      .append(failing(caller, id), rows.failure({ id, finishedAt: clock.now() }))
      .catch((fault: unknown) => log.error('run-failure-unrecorded', fault, { runId: id }));
  }

  async function* stream(caller: Caller, question: Question): AsyncGenerator<AnswerEvent> {
    const id = newId(runIdSchema, clock.now().getTime());
    try {
      const answer = yield* run(caller, question, id);
      for (const sentence of answer.sentences) {
        yield {
          kind: 'sentence-released',
          sentence,
          citations: answer.citations.filter(({ number }) => sentence.citations.includes(number)),
        };
      }
      yield { kind: 'answer-finished', answer };
    } catch (error) {
      if (!isRefusal(error)) log.error('run-failed', error, { runId: id });
      yield { kind: 'run-failed', runId: id, problem: problemOf(error, id) };
    }
  }

  const withhold = async (answer: Answer, { scope }: Caller): Promise<Answer> =>
    withholdUnreadable(answer, await path.knowledge.readableVersions(scope, versionsQuoted(answer)));

  return {
    stream,
    async ask(caller, question) {
      const events = run(caller, question, newId(runIdSchema, clock.now().getTime()));
      let next = await events.next();
      while (!next.done) next = await events.next();
      return next.value;
    },
    async getRun(caller, id) {
      const answer = await findAnswer(runs, caller.person, id);
      if (!answer) throw new AppError('not-found', { what: 'run 运行' });
      return withhold(answer, caller);
    },
    view: (id, { person }) => views.ofPerson(id, person),
    viewRecorded: views.recorded,
    async lastAnsweredOfAnybody() {
      const last = await findLastAnsweredOfAnybody(runs);
      return last && findAnswer(runs, last.person, last.id);
    },
    relay: createRelay({ models, quota, guard: path.guard, ledger, rows, clock, log, timeouts, observe }),
    listRuns: (caller, limit, after) => listRunRows(runs, caller.person, limit, after),
    kept: keptRuns(runs.tables, ledger),
    personal: personalRuns({ runs, withhold }),
  };
}

function compose(
  { id, question, asOf, askedAt }: Intent,
  { contact }: Scenario,
  { gap, ...result }: Omit<PathResult, 'verdicts'>,
  { steps }: RunLog,
): Answer {
  const refused = result.outcome !== 'answered';
  return {
    runId: id,
    question,
    refused,
    contact: refused ? contact : null,
    notice: noticeOf(result.outcome, gap),
    engine: 'extractive',
    asOf,
    askedAt: askedAt.toISOString(),
    steps: [...steps],
    ...result,
  };
}

/** Told to whoever asked, and nothing that we could mend. */
function isRefusal(error: unknown): boolean {
  return error instanceof AppError && errorTable[error.code].status < 500;
}

function problemOf(error: unknown, runId: RunId): { code: string; zh: string; en: string } {
  const failure = error instanceof AppError ? error : new AppError('internal');
  return { code: failure.code, ...bothSentences(failure.code, { ...failure.details, requestId: runId }) };
}
