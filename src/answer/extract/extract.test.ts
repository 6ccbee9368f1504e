import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { maxQuotationCharacters } from '../contract.ts';
import type { EvidencePassage } from './evidence.ts';
import { extractAnswer } from './extract.ts';

const parking = `第三条　本规定由市交通运输局负责解释。
第四条　一类区域小型车首小时收费6元，二类区域首小时收费4元。
第五条　停车时间不超过30分钟的，不得收费。
第六条　2025年全市新增公共停车泊位1200个。`;
const grants = `申领租房补贴应当同时符合以下条件：一是在本市连续缴纳社会保险满6个月；二是在本市无自有住房；三是未享受其他住房补贴。
补贴标准为每月800元。申报材料应当于2026年12月20日前提交。
因伪造材料骗取补贴的情形较多，今年起实行联网核验。`;
const models = `星海模型的错误率为3%，高于同类的云帆模型。
赵青教授指出，星海模型的结构比云帆模型更简单。
非公开数据禁止上传到外部模型。`;

function library(...texts: readonly string[]): EvidencePassage[] {
  return texts.map((text, place) => ({
    passageId: `passage-${place}`,
    documentId: `document-${place}`,
    title: ['机动车停放收费规定', '青年人才租房补贴通知', '模型应用研究'][place] ?? '资料',
    headingPath: [],
    text,
    start: 1000 * place,
    rank: place + 1,
    score: 10 - place,
  }));
}

const everything = library(parking, grants, models);
const ask = (question: string, passages: readonly EvidencePassage[] = everything) => extractAnswer({ question, passages });
const answerTo = (question: string) => {
  const extraction = ask(question);
  return extraction.kind === 'answered' ? extraction.sentences.map((sentence) => sentence.text).join('') : extraction.kind;
};
const reasonFor = (question: string) => {
  const extraction = ask(question);
  return extraction.kind === 'answered' ? extraction.sentences : extraction.reason;
};

describe('an answer', () => {
  it('is the sentence that holds the amount asked for', () => {
    expect(answerTo('一类区域小型车首小时收费多少？')).toContain('6元');
  });

  it('to a question for a list is the whole list', () => {
    const answer = answerTo('申领租房补贴要符合哪些条件？');
    for (const item of ['社会保险', '无自有住房', '其他住房补贴']) expect(answer).toContain(item);
  });

  it('names the day on which a period ends', () => {
    expect(answerTo('租房补贴的申报材料最晚哪天提交？')).toContain('2026年12月20日');
  });

  it('takes a year as the day asked for where the rule is in force on it, unless the sentence speaks of another year', () => {
    const inForce = (year: number) => everything.map((passage) => ({ ...passage, yearInForce: year }));
    const question = '2023年一类区域小型车首小时收费多少？';
    expect(ask(question, inForce(2023)).kind).toBe('answered');
    expect(ask(question, inForce(2024)).kind).toBe('not-sure');
    expect(ask('2023年全市新增公共停车泊位多少个？', inForce(2023)).kind).toBe('not-sure');
  });

  it('is the article when the question only names an article', () => {
    expect(answerTo('《机动车停放收费规定》第四条')).toContain('首小时收费6元');
  });

  it('says no where the rule forbids', () => {
    expect(answerTo('非公开数据能不能上传到外部模型？')).toContain('禁止');
  });

  it('quotes spans of the passages, none longer than a quotation may be', () => {
    const sentence = fc.string({ unit: fc.constantFrom(...'停车收费标准一类区域小型车6元。，；□\n'), minLength: 1, maxLength: 900 });
    fc.assert(
      fc.property(fc.array(sentence, { minLength: 1, maxLength: 4 }), (texts) => {
        const passages = library(...texts);
        const extraction = ask('一类区域小型车停车收费标准是多少？', passages);
        const shown = extraction.kind === 'answered' ? extraction.sentences : extraction.found;
        for (const { text, passageId, start, end } of shown) {
          const passage = passages.find((candidate) => candidate.passageId === passageId);
          expect(passage?.text.slice(start - passage.start, end - passage.start)).toBe(text);
          expect(text.length).toBeLessThanOrEqual(maxQuotationCharacters);
        }
      }),
    );
  });

  it('leaves out what was destroyed in the file', () => {
    const extraction = ask('一类区域小型车首小时收费多少？', library('一类区域小型车首小时收费6元，超□部分另计。'));
    expect(extraction.kind === 'answered' && extraction.sentences.map(({ text }) => text)).toEqual(['一类区域小型车首小时收费6元，超']);
  });
});

describe('nothing is asserted', () => {
  it('when the library holds no passage', () => {
    expect(ask('一类区域小型车首小时收费多少？', [])).toMatchObject({ kind: 'not-found', reason: { kind: 'no-evidence' } });
  });

  it.each(['违规停车的罚款是多少？', '停车场由哪家银行托管？', '停车泊位的建设单位获得了什么奖项？'])(
    'when the documents do not say: %s',
    (question) => {
      expect(ask(question).kind).not.toBe('answered');
    },
  );

  it('when the year asked about is another', () => {
    expect(reasonFor('2024年全市新增公共停车泊位多少个？')).toEqual({ kind: 'year-missing', asked: '2024年' });
  });

  it('when a name in the question is nowhere in the text', () => {
    expect(reasonFor('星海模型用了多少块X900显卡？')).toMatchObject({ kind: 'name-missing', asked: 'x900' });
  });

  it.each([
    ['为什么星海模型的错误率低于云帆模型？', '低于', '高于'],
    ['为什么非公开数据允许上传到外部模型？', '允许', '禁止'],
    ['2025年全市新增公共停车泊位1500个，分布在哪些区？', '1500个', '1200个'],
    ['李明认为星海模型的结构有什么特点？', '李明', '赵青'],
  ])('when the text contradicts the question: %s', (question, asked, found) => {
    expect(reasonFor(question)).toEqual({ kind: 'contradicted', asked, found });
  });

  it('but what was found is shown', () => {
    const extraction = ask('2024年全市新增公共停车泊位多少个？');
    expect(extraction.kind === 'not-sure' && extraction.found[0]?.text).toContain('2025年全市新增公共停车泊位1200个');
  });

  it.each(['你好', '您好，请问你是谁？', '1+1等于几？', '帮我写一首关于春天的诗', '今天天气怎么样？'])(
    'to what is no question to a library: %s',
    (question) => {
      expect(ask(question).kind).toBe('out-of-scope');
    },
  );

  it.each(['多少钱？', '这个怎么办理？', '停车', '12345', '？'])('to a question that names nothing: %s', (question) => {
    expect(ask(question).kind).toBe('needs-clarification');
  });
});
