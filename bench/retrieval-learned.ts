// What learning from confirmed answers adds, in five folds over the lay questions: the fold asked was never learned from.
import { type LearnablePassage, PassageCollection } from '../src/knowledge/search/learned/passage-collection.ts';
import { learnRanking, rankLearned } from '../src/knowledge/search/learned/learned-ranking.ts';
import type { Measurement } from './bars.ts';
import type { Question } from './retrieval-sets.ts';
import { type Judgements, scoreRun } from './score-retrieval.ts';

const folds = 5;
const depth = 50;

export function measureLearned(texts: readonly LearnablePassage[], questions: readonly Question[], judgements: Judgements): Measurement[] {
  const passages = new PassageCollection();
  for (const text of texts) passages.add(text);
  const run = new Map<string, string[]>();
  const unseen = new Set<string>();
  // Taken in turn: neighbouring questions are often about one matter, and part of them should be met in learning, as in use.
  const answersOf = ({ id }: Question) => Array.from(judgements.get(id)?.keys() ?? []);
  for (let fold = 0; fold < folds; fold += 1) {
    const known = questions.filter((_, place) => place % folds !== fold);
    const learned = learnRanking(
      known.map((question) => ({ question: question.text, passageIds: answersOf(question) })),
      passages,
    );
    const knownAnswers = new Set(known.flatMap(answersOf));
    for (const question of questions.filter((_, place) => place % folds === fold)) {
      run.set(question.id, rankLearned(question.text, passages, learned, depth));
      if (answersOf(question).every((answer) => !knownAnswers.has(answer))) unseen.add(question.id);
    }
  }
  const part = (isUnseen: boolean) => scoreRun(new Map([...judgements].filter(([id]) => unseen.has(id) === isUnseen)), run);
  const [all, seenAnswers, newAnswers] = [scoreRun(judgements, run), part(false), part(true)];
  return [
    { measure: 'learned, five folds, all: nDCG@10', value: all.ndcg10, bar: { atLeast: 0.5 } },
    { measure: 'learned, five folds, all: recall@50', value: all.recall50, bar: { atLeast: 0.8 } },
    { measure: `learned, ${judgements.size - unseen.size} with known answers: nDCG@10`, value: seenAnswers.ndcg10 },
    { measure: `learned, ${judgements.size - unseen.size} with known answers: recall@50`, value: seenAnswers.recall50 },
    { measure: `learned, ${unseen.size} with new answers: nDCG@10`, value: newAnswers.ndcg10, bar: { atLeast: 0.57 } },
    { measure: `learned, ${unseen.size} with new answers: recall@50`, value: newAnswers.recall50, bar: { atLeast: 0.82 } },
  ];
}
