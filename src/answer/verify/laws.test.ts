// What must hold whatever the text says: a quotation is supported, and a quotation with one thing changed is not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyClaim } from './verify.ts';

const verdictOf = (claim: string, text: string) => verifyClaim(claim, [text]).verdict;
const number = fc.integer({ min: 2, max: 9_999 });
const different = fc.uniqueArray(number, { minLength: 2, maxLength: 2 });
const names = ['东岸新区', '南屏县', '青云街道', '望海镇', '霁川市民政局', '霁川市财政局'] as const;
const twoNames = fc.shuffledSubarray([...names], { minLength: 2, maxLength: 2 });
const measures = ['发放临时救助', '新建口袋公园', '改造老旧小区', '培训养老护理员'] as const;

describe('a law', () => {
  it('whole clauses to the letter are supported, wherever they stand', () => {
    const clause = fc.tuple(
      fc.constantFrom(...names),
      fc.constantFrom(...measures),
      number,
      fc.constantFrom('不得收费', '没有拖欠', '可以顺延', '逾期不予受理'),
    );
    fc.assert(
      fc.property(fc.array(clause, { minLength: 1, maxLength: 6 }), fc.nat(), (parts, which) => {
        const clauses = parts.map(([name, deed, amount, rule]) => `${name}${deed}${amount}个，${rule}`);
        expect(verdictOf(`${clauses[which % clauses.length]}。`, `${clauses.join('；')}。`)).toBe('supported');
      }),
    );
  });

  it('a figure with one digit changed is not supported', () => {
    fc.assert(
      fc.property(number, fc.nat(), fc.integer({ min: 1, max: 9 }), (amount, place, step) => {
        const digits = [...String(amount)];
        const at = place % digits.length;
        digits[at] = String((Number(digits[at]) + step) % 10);
        const changed = digits.join('');
        fc.pre(!changed.startsWith('0'));
        const text = `2024年南屏县新建口袋公园${amount}个，改造老旧小区${amount + 20_000}户。`;
        expect(verdictOf(`2024年南屏县新建口袋公园${changed}个。`, text)).not.toBe('supported');
      }),
    );
  });

  it('a figure of the one is not supported of the other', () => {
    fc.assert(
      fc.property(twoNames, different, fc.constantFrom(...measures), ([one = '', other = ''], [here = 0, there = 0], deed) => {
        const text = `${one}${deed}${here}个，${other}${deed}${there}个。`;
        expect(verdictOf(`${one}${deed}${here}个。`, text)).toBe('supported');
        expect(verdictOf(`${other}${deed}${there}个。`, text)).toBe('supported');
        expect(verdictOf(`${one}${deed}${there}个。`, text)).not.toBe('supported');
        expect(verdictOf(`${other}${deed}${here}个。`, text)).not.toBe('supported');
      }),
    );
  });

  it.each([
    ['万元', '亿元', 10_000],
    ['厘米', '米', 100],
    ['个月', '年', 12],
    ['公斤', '吨', 1000],
    ['公顷', '平方公里', 100],
  ])('the same in another unit is supported, the same figure in it is not: %s, %s', (small, large, factor) => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 150 }), (amount) => {
        const text = `该项目核定总量为${amount * factor}${small}，由霁川市财政局核定。`;
        expect(verdictOf(`该项目核定总量为${amount}${large}。`, text)).toBe('supported');
        expect(verdictOf(`该项目核定总量为${amount * factor}${large}。`, text)).not.toBe('supported');
      }),
    );
  });

  it('an hour is the same on either clock', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 11 }), fc.integer({ min: 10, max: 59 }), (hour, minute) => {
        const text = `青云街道便民大厅下午的受理时间截止到${hour + 12}:${minute}，逾时次日办理。`;
        expect(verdictOf(`青云街道便民大厅下午的受理时间截止到下午${hour}点${minute}分。`, text)).toBe('supported');
        expect(verdictOf(`青云街道便民大厅下午的受理时间截止到上午${hour}点${minute}分。`, text)).not.toBe('supported');
      }),
    );
  });

  it.each([
    ['上升', '下降'],
    ['增加', '减少'],
    ['提高', '降低'],
    ['高', '低'],
  ])('what went one way did not go the other: %s, %s', (up, down) => {
    fc.assert(
      fc.property(different, ([here = 0, there = 0]) => {
        const text = `全市接诉量比上年${up}${here}件，办结率比上年${down}${there}个百分点。`;
        expect(verdictOf(`全市接诉量比上年${up}${here}件。`, text)).toBe('supported');
        expect(verdictOf(`全市接诉量比上年${down}${here}件。`, text)).not.toBe('supported');
        expect(verdictOf(`办结率比上年${up}${there}个百分点。`, text)).not.toBe('supported');
      }),
    );
  });

  it('an upper bound is no lower one', () => {
    fc.assert(
      fc.property(number, (amount) => {
        const text = `每户补贴不超过${amount}元，自建房除外。`;
        for (const same of ['最多', '至多', '不高于']) expect(verdictOf(`每户补贴${same}${amount}元。`, text)).toBe('supported');
        for (const turned of ['不低于', '至少', '超过']) expect(verdictOf(`每户补贴${turned}${amount}元。`, text)).not.toBe('supported');
      }),
    );
  });

  it.each(['不', '不得', '不再', '尚未', '没有'])('what is denied (%s) is not asserted', (denial) => {
    const text = `望海镇居民${denial}参加门诊统筹，其他居民按月缴费。`;
    expect(verdictOf(`望海镇居民${denial}参加门诊统筹。`, text)).toBe('supported');
    expect(verdictOf('望海镇居民参加门诊统筹。', text)).not.toBe('supported');
  });
});

describe('what is said of one thing only', () => {
  const alert =
    '气象台发布暴雨橙色预警，红色预警尚未发布。预警期间中小学可以停课，户外施工应当停止；抢险车辆不受限制。除持有通行证的车辆外，禁止通行滨河路东段，西段不受影响。因管道抢修，北门路半幅封闭。';

  it.each([
    ['持有通行证的车辆可以通行滨河路东段。', 'supported'],
    ['户外施工必须停止。', 'supported'],
    ['因管道抢修，北门路半幅封闭。', 'supported'],
    ['红色预警已经发布。', 'contradicted'],
    ['预警期间中小学应当停课。', 'contradicted'],
    ['禁止通行滨河路西段。', 'contradicted'],
    ['因暴雨积水，北门路半幅封闭。', 'contradicted'],
  ])('%s', (claim, verdict) => expect(verdictOf(claim, alert)).toBe(verdict));
});

describe('order, rank, period and turn', () => {
  const text =
    '单位：万元。甲组排名第一，乙组排名第三。学位不足时，先安排本地户籍儿童，后安排其他儿童。补贴五年内共安排8000，按季度拨付。价格由20元调整为25元。';

  it.each([
    ['乙组排名第三。', 'supported'],
    ['补贴五年内共安排8000万元。', 'supported'],
    ['价格由20元提高到25元。', 'supported'],
    ['乙组排名第一。', 'contradicted'],
    ['学位不足时，先安排其他儿童，后安排本地户籍儿童。', 'contradicted'],
    ['补贴每年安排8000万元。', 'contradicted'],
    ['补贴按月拨付。', 'contradicted'],
    ['价格由25元调整为20元。', 'contradicted'],
  ])('%s', (claim, verdict) => expect(verdictOf(claim, text)).toBe(verdict));
});
