// The room of answers: questions asked, answers kept, chats of other systems relayed.
import type { Caller } from '../access/access.ts';
import type { PersonalData } from '../access/personal-data.ts';
import { AppError } from '../base/errors.ts';
import { newId, type RunId, runIdSchema } from '../base/ids.ts';
import { noSchedule, type StartSchedule } from '../base/schedule.ts';
import type { Models } from '../models/models.ts';
import type { Kept } from '../store/kept.ts';
import type { Seal } from '../store/seal/seal.ts';
import type { Store } from '../store/store.ts';
import { type AskingDependencies, createAsking, type Question } from './asking.ts';
import type { AttachEvent } from './attachments-contract.ts';
import { openAttached } from './attachments/attachments.store.ts';
import { type Attachments, type AttachmentsDependencies, createAttachments } from './attachments/attachments.ts';
import { attachEvents, type AttachRequest } from './attachments/attach-events.ts';
import { personalAttachments } from './attachments/personal-attachments.store.ts';
import { readBefore } from './conversation.ts';
import type { Answer, AnswerEvent, RunView } from './contract.ts';
import { createExport, type ExportRun, type ExportSettings } from './export/export.ts';
import { createFeedback, type RunFeedback } from './feedback.ts';
import { keptRuns } from './kept-runs.store.ts';
import { personalRuns } from './personal-runs.store.ts';
import { isRefusal, problemOf } from './problem-of.ts';
import { createRemoving, type RemoveConversation, type RemovingDependencies } from './remove-conversation.ts';
import { createRelay, type Relay } from './relay/relay.ts';
import { createRunViews } from './run-view.ts';
import { createUnanswered, type UnansweredQuestions } from './unanswered/unanswered.ts';
import { versionsUsed, withholdUnreadable } from './withhold.ts';
import {
  createRunRows,
  findAnswer,
  findLastAnsweredOfAnybody,
  listRunRows,
  openRuns,
  type RunListing,
  type RunSummary,
} from './runs.store.ts';

export type { Question };

export interface AnswerDependencies extends Omit<AskingDependencies, 'rows' | 'timeouts' | 'before' | 'attachments'> {
  readonly store: Store;
  readonly seal: Seal;
  readonly models: AskingDependencies['models'] & Pick<Models, 'callsOf'>;
  readonly callTimeouts?: AskingDependencies['timeouts'];
  readonly exports?: ExportSettings;
  readonly reader: AttachmentsDependencies['reader'];
  readonly startSchedule?: StartSchedule;
  readonly held: RemovingDependencies['held'];
}

export interface AnswerRoom {
  /** The whole answer. */
  ask(caller: Caller, question: Question): Promise<Answer>;
  /** The run as it goes; the last event is `answer-finished` or `run-failed`. */
  stream(caller: Caller, question: Question): AsyncGenerator<AnswerEvent>;
  /** The same for whoever tells of failures in another way: it fails instead. */
  walk(caller: Caller, question: Question): AsyncGenerator<AnswerEvent, Answer>;
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
  readonly feedback: RunFeedback;
  /** What nobody could answer, for those who keep the library. */
  readonly unanswered: UnansweredQuestions;
  readonly attachments: Attachments;
  /** Attaches a file and tells what becomes of it. */
  attaching(caller: Caller, request: AttachRequest): AsyncIterable<AttachEvent>;
  /** The caller's own answer, or its whole conversation, as a document. */
  readonly export: ExportRun;
  /** The caller's own. */
  readonly removeConversation: RemoveConversation;
  listRuns(caller: Caller, listing: RunListing): Promise<RunSummary[]>;
  /** Runs, until they are over their time. */
  readonly kept: Kept;
  readonly keptOfVisitors: Kept;
  readonly personal: Readonly<Record<'runs' | 'attachments', PersonalData>>;
  /** Of what is done by itself. */
  stop(): Promise<void>;
}

/** A reasoning model with a long prompt on a busy machine may take its time to begin; between tokens it does not. */
const usualTimeouts = { queueMs: 60_000, firstTokenMs: 120_000, betweenTokensMs: 60_000, totalMs: 30 * 60_000 };

export function createAnswer({
  store,
  seal,
  callTimeouts: timeouts = usualTimeouts,
  reader,
  held,
  startSchedule = noSchedule,
  exports = { origin: 'http://127.0.0.1:8080', producer: '' },
  ...dependencies
}: AnswerDependencies): AnswerRoom {
  const { knowledge, models, quota, guard, ledger, clock, log, observe } = dependencies;
  const runs = openRuns(store, seal);
  const rows = createRunRows(runs);
  const views = createRunViews({ runs, ledger, callsOf: models.callsOf });
  const attached = openAttached(store, seal);
  const attachments = createAttachments({ attached, reader, ledger, clock });
  const forgetting = startSchedule({
    lastMoment: (now) => now,
    clock,
    isDue: attachments.hasForgotten,
    make: attachments.removeForgotten,
    onFault: (error) => log.error('forgotten-files-unremoved', error),
  });
  const ask = createAsking({
    ...dependencies,
    rows,
    timeouts,
    attachments,
    before: ({ person }, conversation) => readBefore(runs, person, conversation),
  });
  const newRun = (): RunId => newId(runIdSchema, clock.now().getTime());

  async function* stream(caller: Caller, question: Question): AsyncGenerator<AnswerEvent> {
    const id = newRun();
    try {
      const answer = yield* ask(caller, question, id);
      // What a model wrote was shown as it stood.
      for (const sentence of answer.engine === 'extractive' ? answer.sentences : []) {
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
    withholdUnreadable(answer, await knowledge.readableVersions(scope, versionsUsed(answer)));

  return {
    stream,
    walk: (caller, question) => ask(caller, question, newRun()),
    async ask(caller, question) {
      const events = ask(caller, question, newRun());
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
    relay: createRelay({ models, quota, guard, ledger, rows, clock, log, timeouts, observe }),
    feedback: createFeedback({ runs, ledger, clock }),
    unanswered: createUnanswered({ runs, ledger, clock }),
    attachments,
    attaching: (caller, request) => attachEvents({ attachments, log }, caller, request),
    export: createExport({ runs, ledger, clock, settings: exports, withhold }),
    removeConversation: createRemoving({ runs, ledger, clock, held }),
    listRuns: (caller, listing) => listRunRows(runs, caller.person, listing),
    kept: keptRuns(runs.tables, ledger, 'people'),
    keptOfVisitors: keptRuns(runs.tables, ledger, 'visitors'),
    personal: { runs: personalRuns({ runs, ledger, withhold }), attachments: personalAttachments(attached) },
    stop: () => forgetting.stop(),
  };
}
