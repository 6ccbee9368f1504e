import { describe, expect, it } from 'vitest';
import type { EvidencePassage } from './evidence.ts';
import { extractAnswer } from './extract.ts';

const guides: readonly (readonly [title: string, heading: string, text: string])[] = [
  ['养老服务补贴申领指南', '一、适用对象', '本市户籍七十周岁以上的老年人，可以申请养老服务补贴。'],
  ['养老服务补贴申领指南', '二、申领材料', '（一）身份证和户口簿；\n（二）近期照片一张。\n行动不便的，由家属代为提交。'],
  [
    '养老服务补贴申领指南',
    '三、办理流程',
    '第一步：提交申请。到居住地社区服务中心窗口填写申请表。\n第二步：评估。评估机构上门评估。\n第三步：发放。自次月起发放。',
  ],
  ['养老服务补贴申领指南', '四、费用', '申领不收取任何费用。'],
  ['养老服务补贴申领指南', '五、咨询电话', '0000-6123456，工作日接听。'],
  ['渔船登记办事指南', '一、所需材料', '（一）船舶检验证书；\n（二）购船合同。'],
  ['渔船登记办事指南', '二、办理方式', '到港口管理处窗口办理。'],
  ['养老服务补贴管理办法', '第一条', '第一条　为了规范养老服务补贴的申请和发放，制定本办法。'],
  ['养老服务补贴管理办法', '第二条', '第二条　不得要求老年人重复提交申请材料。'],
  ['热线常见问题', '一、养老', '问：子女可以代办养老服务补贴吗？\n答：可以。应当携带委托书。'],
];
const passages: readonly EvidencePassage[] = guides.map(([title, heading, text], place) => ({
  passageId: `passage-${place}`,
  documentId: title,
  title,
  headingPath: [heading],
  text,
  start: 100 * place,
  rank: place + 1,
  score: 1,
}));

function answer(question: string): string {
  const extraction = extractAnswer({ question, passages });
  return extraction.kind === 'answered' ? extraction.sentences.map(({ text }) => text).join('\n') : extraction.kind;
}

describe('a guide of a service', () => {
  it.each(['养老服务补贴怎么申领？', '怎样申请养老补贴', '养老服务补贴的办理流程是什么？'])(
    'tells all its steps where the way is asked: %s',
    (question) => {
      expect(answer(question)).toContain('第一步：提交申请。到居住地社区服务中心窗口填写申请表。');
      expect(answer(question)).toContain('第三步：发放。');
    },
  );

  it('tells all its papers where they are asked', () => {
    expect(answer('申领养老服务补贴要带什么材料？')).toBe(guides[1]?.[2]);
  });

  it.each([
    ['去哪里申领养老服务补贴？', '社区服务中心窗口'],
    ['养老服务补贴的咨询电话是多少？', '0000-6123456'],
    ['申领养老服务补贴要花钱吗？', '不收取任何费用'],
  ])('tells the place, the number and the fee: %s', (question, told) => {
    expect(answer(question)).toContain(told);
  });

  it('of another service is no answer', () => {
    for (const question of ['婚姻登记要带什么材料？', '残疾证怎么办？', '渔船补贴怎么申请？', '养老服务补贴怎么注销？'])
      expect(answer(question)).not.toMatch(/第|（|窗口/);
  });

  it('is never answered with why a rule was made, or with what it forbids', () => {
    for (const question of ['养老服务补贴怎么申领？', '申领养老服务补贴要带什么材料？']) {
      expect(answer(question)).not.toContain('制定本办法');
      expect(answer(question)).not.toContain('重复提交');
    }
  });
});

describe('a list of questions and answers', () => {
  it('is quoted with the question that was put and the whole answer', () => {
    expect(answer('子女可以代办养老服务补贴吗？')).toBe('问：子女可以代办养老服务补贴吗？\n答：可以。应当携带委托书。');
  });
});
