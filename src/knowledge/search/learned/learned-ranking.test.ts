import { expect, test } from 'vitest';
import { fitTrees, scoreWith } from './boosted-trees.ts';
import { type LearnedRanking, learnRanking, rankLearned } from './learned-ranking.ts';
import { PassageCollection } from './passage-collection.ts';
import { type ConfirmedPair, learnExpansion } from './question-memory.ts';

const matters = [
  { lay: '遛狗', formal: '犬只户外活动' },
  { lay: '工钱', formal: '劳动报酬支付' },
  { lay: '离婚', formal: '解除婚姻关系' },
  { lay: '房东', formal: '租赁物出租人' },
  { lay: '网购', formal: '电子商务经营者' },
  { lay: '酒驾', formal: '饮酒驾驶机动车' },
];
const endings = ['登记', '期限', '费用', '处罚', '证明', '投诉', '变更', '注销'];

function library(): PassageCollection {
  const passages = new PassageCollection();
  for (const { formal } of matters) {
    for (const ending of endings)
      passages.add({ id: `${formal}${ending}`, title: `${formal}条例`, text: `关于${formal}的${ending}，依照本条例办理。` });
  }
  return passages;
}

/** Lay questions share no word with the passages but what they ask about. */
const pairs: readonly ConfirmedPair[] = endings.flatMap((ending) =>
  matters.map(({ lay, formal }) => ({ question: `${lay}的${ending}怎么办`, passageIds: [`${formal}${ending}`] })),
);
const isHeldBack = (pair: ConfirmedPair) => pair.question.includes('注销');

test('questions in lay words find rules in formal ones, also rules that never answered before', () => {
  const passages = library();
  const learned = learnRanking(
    pairs.filter((pair) => !isHeldBack(pair)),
    passages,
  );
  for (const { question, passageIds } of pairs.filter(isHeldBack)) {
    expect(rankLearned(question, passages, learned, 3)).toContain(passageIds[0]);
  }
});

test('what was learned is plain JSON and ranks the same after being kept', () => {
  const passages = library();
  const learned = learnRanking(pairs, passages);
  // Parsing one's own JSON: the shape is known.
  const kept = JSON.parse(JSON.stringify(learned)) as LearnedRanking;
  expect(rankLearned('房东不给证明', passages, kept, 5)).toEqual(rankLearned('房东不给证明', passages, learned, 5));
});

test('a word of a question leads to the words that set its answers apart', () => {
  const passages = library();
  const { expansions } = learnExpansion(pairs, (id) => passages.passageOf(id));
  const [strongest] = expansions['w离婚'] ?? [];
  expect(['w解除', 'w婚姻关系', 'w婚姻', 'w关系']).toContain(strongest?.[0]);
});

test('among other passages than it was learned from, words alone rank', () => {
  const learned = learnRanking(pairs, library());
  const elsewhere = new PassageCollection();
  elsewhere.add({ id: '1', title: '养犬须知', text: '遛狗应当牵绳。' });
  elsewhere.add({ id: '2', title: '犬只户外活动', text: '犬只登记。' });
  expect(rankLearned('遛狗', elsewhere, learned, 5)).toEqual(['1']);
});

test('pairs that name no known passage teach nothing and harm nothing', () => {
  const passages = library();
  const learned = learnRanking([{ question: '离婚', passageIds: ['gone'] }], passages);
  expect(rankLearned('劳动报酬支付期限', passages, learned, 50)).toContain('劳动报酬支付期限');
});

test('trees learn which signal to trust when another misleads', () => {
  const groups = Array.from({ length: 60 }, (_, group) => {
    const right = group % 10;
    const rows = Array.from({ length: 10 }, (_row, place) => Float32Array.from([place === right ? 1 : 0.5, place / 10]));
    return { rows, isRight: rows.map((_row, place) => place === right), weight: 1 };
  });
  const trees = fitTrees(groups);
  expect(scoreWith(trees, Float32Array.from([1, 0]))).toBeGreaterThan(scoreWith(trees, Float32Array.from([0.5, 0.9])));
});
