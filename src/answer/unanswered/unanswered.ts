// Questions that nobody could answer, told to those who keep the library: what is missing from it, or wrong in it.
//
// A question is as a document of the grade of its run's label, owned by the department of whoever asked, that stands in no collection:
// the editors who might keep such a document may read it, and nobody else.
import { actorOf, type Caller } from '../../access/access.ts';
import type { Clock } from '../../base/clock.ts';
import { highestGrade } from '../../base/grade.ts';
import { type CollectionId, collectionIdSchema } from '../../base/ids.ts';
import type { Ledger } from '../../ledger/ledger.ts';
import { answerSchema, feedbackSchema } from '../contract.ts';
import type { Runs } from '../runs.store.ts';
import type { Lack, Unanswered } from '../unanswered-contract.ts';
import { groupAlike } from './group-alike.ts';
import { type InVain, runsInVain } from './unanswered.store.ts';

export interface UnansweredQuestions {
  count(caller: Caller, days: number): Promise<{ runs: number }>;
  list(caller: Caller, days: number): Promise<{ questions: Unanswered[]; runs: number }>;
}

const dayMs = 86_400_000;
/** Read anew each time: opening and grouping so many takes about a second. */
const mostRuns = 2000;
const mostShown = 200;
const mostWordings = 5;
/** No collection has it, so that no grant on one counts. */
const noCollection: CollectionId = collectionIdSchema.parse('00000000-0000-4000-8000-000000000000');

interface Asked {
  readonly run: InVain;
  readonly question: string;
  readonly lack: Lack;
  readonly reasons: readonly (keyof Unanswered['reasons'])[];
}

export function createUnanswered({
  runs,
  ledger,
  clock,
}: {
  readonly runs: Runs;
  readonly ledger: Pick<Ledger, 'append'>;
  readonly clock: Clock;
}): UnansweredQuestions {
  const read = async ({ writing }: Caller, days: number): Promise<Asked[]> => {
    const since = new Date(clock.now().getTime() - days * dayMs);
    const found = await runsInVain(runs.tables, since, mostRuns);
    return found
      .filter(({ label: grade, departmentId }) => writing.allows({ grade, departmentId, collectionId: noCollection, grants: [] }))
      .flatMap((run) => asked(runs, run) ?? []);
  };
  return {
    count: async (caller, days) => ({ runs: (await read(caller, days)).length }),
    async list(caller, days) {
      const all = await read(caller, days);
      await ledger.append({ action: 'unanswered-read', actor: actorOf(caller), details: { days, runs: all.length } });
      const questions = groupAlike(all)
        .map(summary)
        .toSorted((one, other) => other.runs - one.runs || other.lastAskedAt.localeCompare(one.lastAskedAt))
        .slice(0, mostShown);
      return { questions, runs: all.length };
    },
  };
}

/** Nothing where it was erased, and where the answer helped. */
function asked({ question: sealed, answer, feedback }: Runs, run: InVain): Asked | undefined {
  const said = run.feedback === null ? undefined : feedbackSchema.parse(feedback.open(run.id, run.feedback));
  const isUnhelpful = said?.verdict === 'unhelpful';
  if (run.outcome === 'answered' && !isUnhelpful) return undefined;
  const isFollowUp = run.conversationId !== null && run.conversationId !== run.id && run.answer !== null;
  // What leans on the question before it says nothing alone.
  const whole = isFollowUp ? answerSchema.parse(answer.open(run.id, run.answer)).understoodAs : null;
  const question = withoutLongNumbers(whole ?? sealed.open(run.id, run.question)).trim();
  if (question === '') return undefined;
  const lack = run.outcome === 'not-found' || run.outcome === 'not-sure' ? run.outcome : 'unhelpful';
  return { run, question, lack, reasons: isUnhelpful ? said.reasons : [] };
}

/** Numbers of identity cards, telephones and accounts tell of the asker and nothing of what the library lacks. */
function withoutLongNumbers(question: string): string {
  return question.replace(/\d{7,}[Xx]?/g, '…');
}

function summary(group: readonly Asked[]): Unanswered {
  const [newest, oldest] = [group[0], group.at(-1)];
  if (!newest || !oldest) throw new RangeError('A group has one question at least.');
  const lacks: Unanswered['lacks'] = { 'not-found': 0, 'not-sure': 0, unhelpful: 0 };
  const reasons: Unanswered['reasons'] = {};
  for (const { lack, reasons: said } of group) {
    lacks[lack] += 1;
    for (const reason of said) reasons[reason] = (reasons[reason] ?? 0) + 1;
  }
  return {
    question: newest.question,
    alsoAsked: [...new Set(group.map(({ question }) => question))].slice(1, 1 + mostWordings),
    runs: group.length,
    lacks,
    reasons,
    grade: group.map(({ run }) => run.label).reduce((one, other) => highestGrade(one, other)),
    firstAskedAt: oldest.run.askedAt.toISOString(),
    lastAskedAt: newest.run.askedAt.toISOString(),
  };
}
