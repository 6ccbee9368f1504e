// Visitors of an answer box: nobody knows who they are. They see public documents, go on with the conversation whose token their page
// holds, and are counted before anything is looked up.
import { createHash } from 'node:crypto';
import { visitorOf } from '../access/caller.ts';
import type { Caller } from '../access/access.ts';
import type { Answer, AnswerEvent, Quotation } from '../answer/contract.ts';
import type { AnswerRoom } from '../answer/answer.ts';
import type { Rights } from '../access/rights.ts';
import type { Clock } from '../base/clock.ts';
import { AppError } from '../base/errors.ts';
import type { Knowledge } from '../knowledge/knowledge.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import { type AnswerBoxId, personIdSchema, type RunId } from '../base/ids.ts';
import { type AnswerBoxDatabase, bindRun, boxRows, type BoxRow, isOfVisit } from './answer-box.store.ts';
import { faultOf } from './fault.ts';
import type { VisitorEvent, VisitorQuotation } from './visitor-contract.ts';

export interface VisitsDependencies {
  readonly rights: Pick<Rights, 'ofVisitors'>;
  readonly scenarios: Pick<Scenarios, 'get'>;
  readonly answer: Pick<AnswerRoom, 'stream' | 'getRun' | 'feedback'>;
  readonly knowledge: Pick<Knowledge, 'readSpan'>;
  /** Counts what a subject does; fails with `too-many-requests`, and where it cannot be counted. */
  readonly admit: (subject: string, perMinute: number) => Promise<void>;
  readonly clock: Clock;
}

interface VisitedRun {
  readonly boxId: AnswerBoxId;
  readonly visit: string;
  readonly runId: RunId;
}
interface VisitorQuestion {
  readonly boxId: AnswerBoxId;
  readonly visit: string;
  readonly question: string;
  readonly conversationId?: RunId | undefined;
}
/** How the request came. */
interface Came {
  readonly address: string;
  readonly signal?: AbortSignal;
}

export interface Visits {
  open(id: AnswerBoxId): Promise<{
    title: string;
    greeting: string;
    language: BoxRow['language'];
    isWritten: boolean;
    contact: string | null;
  }>;
  /** Fails before the first event where it may not be asked. */
  ask(question: VisitorQuestion, came: Came): Promise<AsyncGenerator<VisitorEvent>>;
  openQuotation(
    run: VisitedRun & { readonly number: number },
    came: Came,
  ): Promise<{ quotation: VisitorQuotation; text: string; start: number; end: number }>;
  rate(
    run: VisitedRun,
    wish: {
      readonly verdict: 'helpful' | 'unhelpful';
      readonly reasons: Parameters<VisitsDependencies['answer']['feedback']['give']>[2]['reasons'];
    },
    came: Came,
  ): Promise<void>;
}

/** A page that stood open for longer asks anew. */
const visitMs = 12 * 3_600_000;
/** Opening sources and rating, for each question that may be asked. */
const looksPerQuestion = 6;
/** Characters shown around a quotation, on either side. */
const around = 400;

export function createVisits({
  database,
  rights,
  scenarios,
  answer,
  knowledge,
  admit,
  clock,
}: VisitsDependencies & { readonly database: AnswerBoxDatabase }): Visits {
  /** One that answers; of others a visitor learns that they do not, and not why. */
  async function openBox(id: AnswerBoxId): Promise<BoxRow> {
    const [row] = await boxRows(database, id);
    if (!row?.is_on || (await faultOf(scenarios, row.scenario)) !== null) throw new AppError('answer-box-closed');
    return row;
  }
  const callerOf = (id: AnswerBoxId): Promise<Caller> => visitorOf({ id, account: personIdSchema.parse(id) }, rights);
  /** Before anything else: an address that asks too much takes nothing from the others. */
  async function count({ id, per_address, per_box }: BoxRow, { address }: Came): Promise<void> {
    await admit(`box ${id} address ${address}`, per_address);
    await admit(`box ${id}`, per_box);
  }
  const countLook = ({ id, per_address }: BoxRow, { address }: Came): Promise<void> =>
    admit(`box ${id} looks ${address}`, per_address * looksPerQuestion);
  async function requireVisit({ boxId, visit, runId }: VisitedRun): Promise<void> {
    const since = new Date(clock.now().getTime() - visitMs);
    if (!(await isOfVisit(database, { run_id: runId, box_id: boxId, visit_hash: hashOf(visit) }, since))) throw new AppError('visit-over');
  }

  async function* passOn(events: AsyncIterable<AnswerEvent>, { boxId, visit }: Omit<VisitedRun, 'runId'>): AsyncGenerator<VisitorEvent> {
    for await (const event of events) {
      if (event.kind === 'run-started')
        await bindRun(database, { run_id: event.runId, box_id: boxId, visit_hash: hashOf(visit), asked_at: clock.now() });
      refuseUnlessPublic(event);
      // Steps and reasoning are for the institution's own people.
      if (event.kind !== 'step-finished' && event.kind !== 'reasoning-written') yield event;
    }
  }

  return {
    async open(id) {
      const { title, greeting, language, scenario: name } = await openBox(id);
      const { engine, contact } = await scenarios.get(name);
      return { title, greeting, language, isWritten: engine === 'generative', contact };
    },

    async ask({ boxId, visit, question, conversationId }, came) {
      const box = await openBox(boxId);
      await count(box, came);
      if (conversationId !== undefined) await requireVisit({ boxId, visit, runId: conversationId });
      const { scenario } = box;
      const events = answer.stream(await callerOf(boxId), { question, scenario, conversationId, signal: came.signal });
      return passOn(events, { boxId, visit });
    },

    async openQuotation({ boxId, visit, runId, number }, came) {
      const box = await openBox(boxId);
      await countLook(box, came);
      await requireVisit({ boxId, visit, runId });
      const caller = await callerOf(boxId);
      const { citations, found } = await answer.getRun(caller, runId);
      const quotation = [...citations, ...found].find((one) => one.number === number);
      if (!quotation) throw new AppError('not-found', { what: 'quotation 引文' });
      const from = Math.max(0, quotation.start - around);
      const { text } = await knowledge.readSpan(caller.scope, quotation.version.id, from, quotation.end + around);
      const isLast = text.length < quotation.end + around - from;
      return { quotation, ...wholeLines({ text, start: quotation.start - from, end: quotation.end - from }, from === 0, isLast) };
    },

    async rate(run, wish, came) {
      await countLook(await openBox(run.boxId), came);
      await requireVisit(run);
      await answer.feedback.give(await callerOf(run.boxId), run.runId, { ...wish, comment: '' });
    },
  };
}

/** A plain hash is enough: there is nothing to guess in a random token. */
function hashOf(visit: string): string {
  return createHash('sha256').update(visit).digest('hex');
}

/** The scope and the scenario let nothing else come: what came all the same is not passed on. */
function refuseUnlessPublic(event: AnswerEvent): void {
  const shown: readonly Quotation[] =
    event.kind === 'sentence-released' ? event.citations : event.kind === 'answer-finished' ? quotationsOf(event.answer) : [];
  const isPublic = shown.every(({ document }) => document.grade === 'public');
  if (!isPublic || (event.kind === 'answer-finished' && event.answer.label !== 'public'))
    throw new AppError('internal', {}, { cause: new Error('An answer box was given what is not public.') });
}

function quotationsOf({ citations, found }: Answer): readonly Quotation[] {
  return [...citations, ...found];
}

interface Passage {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Without the pieces of lines that the cut has left, as long as they are not the quotation's own. */
function wholeLines({ text, start, end }: Passage, isFirst: boolean, isLast: boolean): Passage {
  const lineBreak = text.indexOf('\n');
  const from = !isFirst && lineBreak >= 0 && lineBreak < start ? lineBreak + 1 : 0;
  const last = text.lastIndexOf('\n');
  const to = !isLast && last >= end ? last : text.length;
  return { text: text.slice(from, to), start: start - from, end: end - from };
}
