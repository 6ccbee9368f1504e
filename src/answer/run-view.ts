// A run as it can be looked at afterwards, step by step on one axis of time: from the run itself, its records in the ledger, and the calls
// of models that it made. Texts are shown to whoever asked, and to nobody else.
import { AppError } from '../base/errors.ts';
import type { PersonId, RunId } from '../base/ids.ts';
import type { LedgerRecord } from '../ledger/contract.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { RunCallRow } from '../models/models.ts';
import { type Answer, answerSchema, type RunView, type StepInTime } from './contract.ts';
import { type RecordedRun, readRecords } from './recorded-run.ts';
import { findRunRow, type RunRow, type Runs } from './runs.store.ts';
import { stepWords } from './step-words.ts';

export interface RunViewDependencies {
  readonly runs: Runs;
  readonly ledger: Pick<Ledger, 'list'>;
  readonly callsOf: (run: RunId) => Promise<RunCallRow[]>;
}

export interface RunViews {
  ofPerson(id: RunId, person: PersonId): Promise<RunView>;
  recorded(id: RunId): Promise<RunView>;
}

/** More than a run ever has. */
const maxRecords = 20;

export function createRunViews({ runs, ledger, callsOf }: RunViewDependencies): RunViews {
  const recordsOf = async (id: RunId): Promise<LedgerRecord[]> => {
    const { records } = await ledger.list({ subject: id, limit: maxRecords });
    return records.map(({ record }) => record).toReversed();
  };

  async function viewOf(row: RunRow, records: readonly LedgerRecord[]): Promise<RunView> {
    const { id, scenario_name: name, scenario_version: version, engine } = row;
    const recorded = readRecords(records);
    const answer = row.answer === null ? undefined : answerSchema.parse(runs.answer.open(id, row.answer));
    const calls = (await callsOf(id)).map((call) => attemptOf(call, row.asked_at));
    const middle = answer ? inOrder([...answered(answer.steps, recorded, row.label), ...calls]) : relayed(row, calls, recorded);
    return {
      runId: id,
      scenario: { name, version },
      engine,
      outcome: row.outcome,
      label: row.label,
      askedAt: row.asked_at.toISOString(),
      finishedAt: row.finished_at?.toISOString() ?? null,
      question: null,
      hasAnswer: answer !== undefined,
      judged: answer ? judgedIn(answer) : null,
      steps: [...middle, ...recordedAt(recorded.endedAt, row.asked_at, stepWords.recordedEnd)],
    };
  }

  return {
    async ofPerson(id, person) {
      const row = await findRunRow(runs, id, person);
      if (!row) throw missing();
      return { ...(await viewOf(row, await recordsOf(id))), question: runs.question.open(id, row.question) };
    },
    async recorded(id) {
      const records = await recordsOf(id);
      const row = await findRunRow(runs, id, 'anybody');
      const view = row ? await viewOf(row, records) : denied(id, records);
      if (!view) throw missing();
      return view;
    },
  };
}

function judgedIn({ checks, confidence, sentences }: Answer): RunView['judged'] {
  return checks && { checks, confidence, scores: sentences.flatMap(({ score }) => score ?? []) };
}

const missing = (): AppError => new AppError('not-found', { what: 'run 运行' });

/** A rule stood against it before it began: the ledger alone knows of it. */
function denied(id: RunId, records: readonly LedgerRecord[]): RunView | undefined {
  const { denial, label = 'internal', scenario = { name: '-', version: 0 } } = readRecords(records);
  const [first] = records;
  if (!first || denial === undefined) return undefined;
  const steps = [decided('grade', stepWords.grade(label), label), decided('route', stepWords.denied(denial))];
  const about = { runId: id, scenario, engine: 'relay', outcome: 'denied', label, question: null, hasAnswer: false, judged: null } as const;
  return { ...about, askedAt: first.time, finishedAt: first.time, steps };
}

/** Steps that were timed one after the other. */
function answered(
  steps: readonly { readonly name: StepInTime['name']; readonly elapsedMs: number; readonly summary: StepInTime['summary'] }[],
  recorded: RecordedRun,
  label: RunRow['label'],
): StepInTime[] {
  const labels: Partial<Record<StepInTime['name'], RunRow['label'] | undefined>> = { grade: recorded.label, route: label };
  let startMs = 0;
  return steps.map(({ name, elapsedMs, summary }) => {
    const step = { name, startMs, elapsedMs, summary, label: labels[name] ?? null, call: null };
    startMs += elapsedMs;
    return step;
  });
}

function attemptOf({ begunAt, ...call }: RunCallRow, askedAt: Date): StepInTime {
  const startMs = Math.max(0, begunAt.getTime() - askedAt.getTime());
  const elapsedMs = (call.waitedMs ?? 0) + call.elapsedMs;
  return { name: 'attempt', startMs, elapsedMs, summary: stepWords.attempt(call.model, call.outcome), label: null, call };
}

/** As they began. */
function inOrder(steps: readonly StepInTime[]): StepInTime[] {
  return steps.toSorted((one, other) => (one.startMs ?? 0) - (other.startMs ?? 0));
}

/** What was decided before and after the calls was not timed; the calls were. */
function relayed(row: RunRow, calls: readonly StepInTime[], recorded: RecordedRun): StepInTime[] {
  const { label = row.label, candidates, input, output, begunAt } = recorded;
  return [
    decided('grade', stepWords.grade(label), label),
    ...(input ? [decided('guard-input', stepWords.guard(input))] : []),
    ...(candidates === undefined ? [] : [decided('route', stepWords.candidates(candidates))]),
    ...recordedAt(begunAt, row.asked_at, stepWords.recordedBegin),
    ...calls,
    ...(output ? [{ ...decided('guard-output', stepWords.guard(output)), startMs: null }] : []),
  ];
}

function decided(name: StepInTime['name'], summary: StepInTime['summary'], label: StepInTime['label'] = null): StepInTime {
  return { name, startMs: 0, elapsedMs: null, summary, label, call: null };
}

function recordedAt(time: string | undefined, since: Date, summary: StepInTime['summary']): StepInTime[] {
  if (time === undefined) return [];
  return [{ ...decided('record', summary), startMs: Math.max(0, Date.parse(time) - since.getTime()) }];
}
