import { describe, expect, test } from 'vitest';
import { opinionIn } from './opinion.ts';

const fees =
  '云溪市停车收费规定\n第一条 小型车在一类区域停车，首小时收费六元。\n第二条 大型车停车收费加倍。\n第三条 残疾人专用车辆免收停车费。';
const care = '高龄津贴发放办法\n年满80周岁的本市户籍老年人可以申领高龄津贴，由户籍所在地街道办事处按月发放。未经批准不得代领。';
const given = [fees, care];

describe('a sentence without a source', () => {
  test.each(['建议出行前先了解周边停车位是否充足。', '如有疑问，最好向工作人员当面询问。', '提前准备材料通常会更省时间。'])(
    'is a view: %s',
    (text) => {
      expect(opinionIn(text, given)).toBe(text);
    },
  );

  test.each([
    ['another number', '小型车在一类区域停车，首小时收费8元。'],
    ['another number, of a text that it does not name', '年满70周岁的本市户籍老年人可以申领高龄津贴。'],
    ['a number that nothing given has', '办理一般需要3个工作日。'],
    ['a day that nothing given has', '该收费标准自2027年1月1日起调整。'],
    ['a denial of what is said', '残疾人专用车辆不能免收停车费。'],
    ['leave where there is none', '未经批准可以代领高龄津贴。'],
    ['what everybody gets', '老年人可以免费停车。'],
    ['another actor', '高龄津贴由市财政局按月发放。'],
    ['a document that was not given', '据《停车条例》，夜间停车免费。'],
    ['a document that was given and says nothing of it', '《云溪市停车收费规定》鼓励错峰停车。'],
    ['an article', '第九条说明可以申请减免。'],
    ['rules', '按照有关规定，可以向单位申请补贴。'],
    ['a link', '可以在 https://example.com 查询。'],
    ['nothing', ' [1] '],
  ])('that says or names %s is none', (_, text) => {
    expect(opinionIn(text, given)).toBeUndefined();
  });

  test('loses numbers of sources and tokens that were never given', () => {
    expect(opinionIn('建议出行前先了解周边停车位是否充足[1]（SZZZZ）。', given)).toBe('建议出行前先了解周边停车位是否充足。');
  });
});
