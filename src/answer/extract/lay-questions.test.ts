import { describe, expect, it } from 'vitest';
import { askingOf } from './test-asking.ts';
import { otherWordingsIn } from './lay-words.ts';

const texts: readonly (readonly [title: string, text: string])[] = [
  [
    '灵活就业人员社会保险办法',
    `第一条　为方便灵活就业人员参加社会保险，制定本办法。
第二条　灵活就业人员不参加失业保险。
第三条　社会保险经办机构应当自收到材料之日起5个工作日内办结参保登记。
第四条　参保人员死亡的，其遗属可以领取丧葬补助金。丧葬补助金的标准为3000元。`,
  ],
  [
    '住房公积金提取规定',
    `第一条　无房租赁住房的，单身职工每年提取限额为15000元，已婚职工为30000元。
第二条　购买首套自住住房的，最低首付款比例为20%；购买第二套自住住房的，最低首付款比例为30%。
第三条　借款人提前偿还贷款的，管理中心不收取违约金。`,
  ],
  [
    '食品经营许可办理规定',
    `第一条　食品经营许可证的有效期为5年。
第二条　许可证遗失、损坏的，应当向原发证部门申请补办。
第三条　货值金额不足1万元的，并处5万元以上10万元以下的罚款。
第四条　本规定自2025年3月1日起施行。`,
  ],
  [
    '户口登记和迁移办法',
    `第一条　准予迁入证明的有效期为40日。
第二条　居民户口簿遗失的，户主可以申请补发，不需要登报声明。
第三条　有下列情形之一的，不予变更姓名：
（一）正在服刑的；
（二）涉及未审结诉讼的。`,
  ],
  ['城市管理处罚规定', '第一条　违法停放机动车的，处100元罚款；非机动车违法停放的，处20元罚款。\n第二条　随地吐痰的，处50元罚款。'],
];

const { ask, answerTo } = askingOf(texts);

describe('a question in the words of daily life', () => {
  it.each([
    ['社保登记几天能办好？', '5个工作日'],
    ['许可证弄丢了怎么办？', '补办'],
    ['汽车乱停罚多少钱？', '100元'],
    ['户口本丢了要登报吗？', '不需要登报'],
    ['参保人去世了家属能领多少丧葬补助金？', '3000元'],
  ])('finds the rule in its words: %s', (question, expected) => {
    expect(answerTo(question)).toContain(expected);
  });

  it.each([
    ['租房单身一年能提多少公基金？', '15000元'],
    ['随地吐谈罚多少？', '50元'],
  ])('may be misspelt: %s', (question, expected) => {
    expect(answerTo(question)).toContain(expected);
  });

  it('is searched for in its other wordings too', () => {
    expect(otherWordingsIn('什么情况下不能改名字？')).toContain('变更姓名');
    expect(otherWordingsIn('首小时是六元')).toEqual([]);
  });

  it('may shorten a name by the first characters of its words', () => {
    expect(answerTo('准迁证的有效期是多少天？')).toContain('40日');
  });

  it('may remember a title by half, but not another subject', () => {
    expect(answerTo('《食品经营许可管理办法》从哪天开始实行？')).toContain('2025年3月1日');
    expect(ask('《食品生产许可管理办法》从哪天开始实行？')).toMatchObject({ reason: { kind: 'name-missing' } });
  });
});

describe('a question for several things', () => {
  it.each([
    ['买首套房和第二套房的首付比例分别是多少？', ['20%', '30%']],
    ['汽车和电动车乱停哪个罚得多？', ['100元', '20元']],
    ['什么情况下不能改名字？', ['服刑', '诉讼']],
  ])('is answered in all its parts: %s', (question, expected) => {
    for (const part of expected) expect(answerTo(question)).toContain(part);
  });
});

describe('what a question takes for granted', () => {
  it.each([
    ['食品经营许可证的有效期为3年，到期怎么延续？', '3年', '5年'],
    ['为什么灵活就业人员要参加失业保险？', '参加', '不参加'],
    ['非机动车违法停放罚款50元，在哪里缴？', '50元', '20元'],
  ])('is held against the text: %s', (question, asked, found) => {
    expect(ask(question)).toMatchObject({ kind: 'not-sure', reason: { kind: 'contradicted', asked, found } });
  });

  it.each(['食品经营许可证的有效期为5年，从什么时候开始实行？', '我的户口本丢了，不登报可以吗？', '货值金额不足1万元的，罚款是多少？'])(
    'stands where the text agrees, and a condition is no claim: %s',
    (question) => {
      expect(ask(question)).not.toMatchObject({ reason: { kind: 'contradicted' } });
    },
  );
});
