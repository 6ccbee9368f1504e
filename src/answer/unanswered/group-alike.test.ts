import fc from 'fast-check';
import { expect, test } from 'vitest';
import '../../../test/support/same-seed.ts';
import { groupAlike } from './group-alike.ts';

const grouped = (...questions: string[]): string[][] =>
  groupAlike(questions.map((question) => ({ question }))).map((group) => group.map(({ question }) => question));

test('rewordings of a question stand together, other questions on the same matter apart', () => {
  expect(
    grouped(
      '小型车在三类区域夜间停车需要哪些证明？',
      '申请公租房需要什么条件',
      '公租房申请条件是什么？',
      '公租房的租金是多少',
      '三类区域夜间停车要什么证明',
      '异地就医备案流程',
      '医保异地就医怎么备案',
      '异地就医报销比例',
    ),
  ).toEqual([
    ['小型车在三类区域夜间停车需要哪些证明？', '三类区域夜间停车要什么证明'],
    ['申请公租房需要什么条件', '公租房申请条件是什么？'],
    ['公租房的租金是多少'],
    ['异地就医备案流程', '医保异地就医怎么备案'],
    ['异地就医报销比例'],
  ]);
});

test('every question is in one group, and the same question never in two', () => {
  const question = fc.stringMatching(/^[停车收费补贴申请条件公租房？ a-z0-9]{0,12}$/u);
  fc.assert(
    fc.property(fc.array(question, { maxLength: 40 }), (questions) => {
      const groups = grouped(...questions);
      expect(groups.flat().toSorted()).toEqual(questions.toSorted());
      const asking = groups.map((group) => new Set(group.filter((text) => /[\p{L}\p{N}]/u.test(text))));
      for (const [place, one] of asking.entries())
        for (const other of asking.slice(place + 1)) expect(one.isDisjointFrom(other)).toBe(true);
    }),
  );
});
