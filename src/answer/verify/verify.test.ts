import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyClaim } from './verify.ts';

const housing =
  '第八条 申请公共租赁住房应当同时符合下列条件：（一）具有本市城镇户籍满3年；（二）人均住房建筑面积低于15平方米；（三）家庭人均月收入不超过3200元。申请人可以向户籍所在地街道办事处提交申请，街道办事处应当在受理之日起20个工作日内完成初审。已购买商品住房的家庭不得申请。';
const allowance =
  '霁川市民政局于2024年6月印发《高龄津贴发放办法》。年满80周岁的本市户籍老年人可以申领高龄津贴，80至89周岁每人每月200元，90周岁以上每人每月500元。津贴由户籍所在地街道办事处按月发放，部分社区开展免申即享试点。本办法自2024年7月1日起施行，有效期5年。';
const funds =
  '住房公积金中心计划到2027年将线上办理率提高到95%。2023年全市缴存职工42.6万人，比上年增长6.3%；提取额128亿元，同比下降2.1%。缴存单位应当于每月20日前汇缴，逾期未缴的，由中心责令限期缴存。首套房贷款最低首付比例为20%，二套房为30%。';
const penalty =
  '未取得食品经营许可从事食品经营活动的，由市场监督管理部门没收违法所得，并处5万元以上10万元以下罚款；情节轻微并及时改正的，可以不予处罚。当事人对处罚不服的，可在60日内申请行政复议，也可以在6个月内提起行政诉讼。';

const verdictOf = (claim: string, text: string) => verifyClaim(claim, [text]).verdict;

describe('a claim that the text carries is supported', () => {
  it.each([
    ['申请公租房的家庭，人均月收入不能超过3200元。', housing],
    ['街道办事处应在受理后20个工作日内完成初审。', housing],
    ['申请公共租赁住房需要本市城镇户籍满3年。', housing],
    ['买过商品住房的家庭不得申请公共租赁住房。', housing],
    ['年满80周岁的本市户籍老年人可以申领高龄津贴。', allowance],
    ['90周岁以上老人的高龄津贴为每人每月500元。', allowance],
    ['《高龄津贴发放办法》自2024年7月1日起施行。', allowance],
    ['该办法有效期为五年。', allowance],
    ['2023年全市缴存职工42.6万人，增长6.3%。', funds],
    ['二套房贷款最低首付比例为百分之三十。', funds],
    ['提取额为128亿元，同比下降2.1%。', funds],
    ['无证经营食品的，处5万元以上10万元以下罚款。', penalty],
    ['对处罚不服的，可以在60日内申请行政复议。', penalty],
    ['情节轻微并及时改正的，可以不予处罚。', penalty],
  ])('%s', (claim, text) => expect(verdictOf(claim, text)).toBe('supported'));
});

describe('a claim that says otherwise is contradicted', () => {
  it.each([
    ['number', '申请公租房的家庭，人均月收入不能超过3800元。', housing],
    ['number', '街道办事处应在受理后30个工作日内完成初审。', housing],
    ['number', '90周岁以上老人的高龄津贴为每人每月600元。', allowance],
    ['unit', '提取额为128万元。', funds],
    ['unit', '街道办事处应当在20个月内完成初审。', housing],
    ['date', '《高龄津贴发放办法》自2025年7月1日起施行。', allowance],
    ['date', '2022年全市缴存职工42.6万人。', funds],
    ['negation', '已购买商品住房的家庭可以申请公共租赁住房。', housing],
    ['negation', '申请公共租赁住房不需要具有本市城镇户籍。', housing],
    ['modality', '情节轻微并及时改正的，应当不予处罚。', penalty],
    ['modality', '缴存单位可以于每月20日前汇缴。', funds],
    ['actor', '高龄津贴由霁川市财政局按月发放。', allowance],
    ['actor', '二套房贷款最低首付比例为20%。', funds],
    ['comparison', '提取额同比上升2.1%。', funds],
    ['comparison', '家庭人均月收入应当超过3200元。', housing],
    ['scope', '所有社区都开展了免申即享。', allowance],
    ['plan-as-fact', '住房公积金中心的线上办理率已经提高到95%。', funds],
  ] as const)('%s: %s', (_kind, claim, text) => expect(verdictOf(claim, text)).not.toBe('supported'));
});

describe('a claim of which the text says nothing is unsupported', () => {
  it.each([
    ['申请人还需提交无犯罪记录证明。', housing],
    ['高龄津贴可以由子女继承并一次性领取。', allowance],
    ['缴存职工可以异地互认互贷。', funds],
    ['根据市人大常委会第12号公告，罚款可以分期缴纳。', penalty],
    ['《住房保障条例实施细则》规定了申请程序。', housing],
  ])('%s', (claim, text) => expect(verdictOf(claim, text)).toBe('unsupported'));
});

describe('the score from which a claim counts as supported', () => {
  const near = '年满80周岁的老年人每月可以到社区食堂就餐。';

  it('is that of whoever asks', () => {
    const { score } = verifyClaim(near, [allowance]);
    expect(verifyClaim(near, [allowance], score).verdict).toBe('supported');
    expect(verifyClaim(near, [allowance], score + 0.001).verdict).toBe('unsupported');
  });

  it('lets nothing through that something stands against, however low it is', () => {
    expect(verifyClaim('80至89周岁每人每月300元。', [allowance], 0).verdict).toBe('contradicted');
    expect(verifyClaim('年满80周岁的本市户籍老年人可以向霁川市民政局王建国申领高龄津贴。', [allowance], 0).verdict).toBe('unsupported');
    expect(verifyClaim('依据《老年人优待条例》，年满80周岁的本市户籍老年人可以申领高龄津贴。', [allowance], 0).verdict).toBe('unsupported');
  });
});

describe('whatever the figures are', () => {
  const figure = fc.integer({ min: 2, max: 99_999 });

  it('the same figure is supported, another one contradicted', () => {
    fc.assert(
      fc.property(figure, figure, (one, other) => {
        const text = `符合条件的家庭每户每年补贴${one}元，由区民政局发放。`;
        expect(verdictOf(`符合条件的家庭每户每年补贴${one}元。`, text)).toBe('supported');
        if (other !== one) expect(verdictOf(`符合条件的家庭每户每年补贴${other}元。`, text)).toBe('contradicted');
      }),
    );
  });

  it('a score is at least one half exactly when the claim is supported, and a verdict is always given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 80 }),
        fc.array(fc.string({ unit: 'grapheme', maxLength: 200 }), { maxLength: 3 }),
        (claim, texts) => {
          const { score, verdict } = verifyClaim(claim, texts);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(score).toBeLessThanOrEqual(1);
          expect(score >= 0.5).toBe(verdict === 'supported');
        },
      ),
    );
  });
});
