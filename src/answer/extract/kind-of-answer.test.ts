import { describe, expect, it } from 'vitest';
import { findMeasures } from '../mentions/measure.ts';
import { findRanges, fitsRange } from '../mentions/ranges.ts';
import { askingOf } from './test-asking.ts';
import { readQuestion } from './question.ts';

const texts: readonly (readonly [title: string, text: string])[] = [
  [
    '研究补助管理办法',
    `第一条　项目分为两类。甲类为基础研究项目，乙类为示范推广项目。
第二条　评审小组由7名专家组成，每季度召开一次评审会。
第三条　甲类补助20万元；乙类补助45万元。
第四条　补助经费由学校开户的银行拨付。`,
  ],
  [
    '观光渡船管理规定',
    `第一条　渡船票价按照航程计算，3公里以内的每张4元，3公里至8公里的每张7元，8公里以上的每张12元。
第二条　渡船每半年检验一次。
第三条　船员未签订劳动合同的，不得上船。船员的身份证明包括船员证、工资发放记录。
第四条　渡船等级和定员如下：
渡船等级|定员
一等|120人
二等|80人
三等|45人`,
  ],
];

const { ask, answerTo } = askingOf(texts);

describe('the kind of answer that a question asks for', () => {
  it('is a quantity of the unit named, or words of time', () => {
    expect(answerTo('评审小组有几个人？')).toContain('7名专家');
    expect(answerTo('渡船多长时间检验一次？')).toContain('每半年');
    expect(ask('评审小组有多少辆车？').kind).not.toBe('answered');
  });

  it('is a thing that the sentence speaks of', () => {
    expect(ask('补助经费由哪家医院拨付？')).toMatchObject({ reason: { kind: 'name-missing', asked: '医院' } });
  });
  it('speaks of the payment that is asked for, or of whom it is asked about', () => {
    expect(ask('渡船的停泊费是多少？')).toMatchObject({
      reason: { kind: 'name-missing', asked: expect.stringContaining('停泊') as string },
    });
    expect(ask('基础研究项目的咨询费是多少？').kind).not.toBe('answered');
    expect(answerTo('渡船3公里以内的票价是多少？')).toContain('4元');
    expect(ask('船员证由谁签发？').kind).not.toBe('answered');
  });

  it('may stand by the class that the rule defines', () => {
    expect(answerTo('示范推广项目补助多少钱？')).toContain('乙类补助45万元');
  });

  it('may be the case into which a figure of the question falls', () => {
    expect(answerTo('坐渡船5公里要多少钱？')).toContain('3公里至8公里的每张7元');
  });

  it('may stand in a row of a table, which is quoted down to it with its head', () => {
    expect(answerTo('二等渡船定员多少人？')).toBe('渡船等级|定员\n一等|120人\n二等|80人');
  });

  it('is not denied by whom the question is about', () => {
    expect(answerTo('没有签合同的船员，身份证明包括什么？')).toContain('船员证');
  });
});

describe('units asked for', () => {
  it.each([
    ['要几家比价', ['家']],
    ['几个人去', ['人']],
    ['最多能开几天会', ['天']],
    ['超过多大岁数不能报名', ['岁']],
    ['哪几天开放', []],
    ['分为几个方面', []],
    ['罚多少钱', []],
    ['公寓面积多大', ['平方米']],
  ])('%s', (question, units) => {
    expect(readQuestion(question).units).toEqual(units);
  });
});

describe('ranges', () => {
  const fits = (text: string, value: string): boolean | undefined => {
    const [asked] = findMeasures(value);
    return asked && fitsRange(asked, findRanges(text, findMeasures(text)));
  };
  it.each([
    ['5公里至10公里的', '8公里', true],
    ['5公里至10公里的', '12公里', false],
    ['1万元以上不足10万元的', '5万元', true],
    ['1万元以上不足10万元的', '20万元', false],
    ['80岁以上的老人', '82岁', true],
    ['不超过48小时', '72小时', false],
    ['金额不足1万元的', '8000元', true],
    ['每次12元', '8公里', undefined],
  ])('%s: %s', (text, value, expected) => {
    expect(fits(text, value)).toBe(expected);
  });
});
