import { expect, test } from 'vitest';
import { passageIdSchema } from '../../base/ids.ts';
import { bestSpans } from './best-span.ts';

const id = passageIdSchema.parse('01a223d8-c729-78e0-b49c-1582c62b4fd7');
const told = (claim: string, text: string): string[] => bestSpans(claim, { id, text, start: 100 }).map((span) => span.text);

test('the sentence with most of the words is found, at its place in the reading text', () => {
  const text = '第一条 小型车首小时六元。第二条 大型车收费加倍。';
  expect(bestSpans('大型车加倍收费。', { id, text, start: 100 })).toEqual([
    { text: '第二条 大型车收费加倍。', passageId: id, start: 113, end: 125 },
  ]);
});

test('a row comes with the head of its table', () => {
  const text = '收费标准如下：\n区域 | 车型 | 首小时\n一类区域 | 小型车 | 6元\n二类区域 | 小型车 | 4元\n停车人应当缴费。';
  expect(told('二类区域小型车首小时4元。', text)).toEqual(['区域 | 车型 | 首小时', '二类区域 | 小型车 | 4元']);
  expect(told('停车人应当缴费。', text)).toEqual(['停车人应当缴费。']);
});

test('nothing is quoted from a passage without sentences', () => {
  expect(told('停车', '')).toEqual([]);
});
