import { describe, expect, it } from 'vitest';
import { findNames, mentions } from './names.ts';

describe('a name', () => {
  it('is an identifier, a title or a quotation in the question', () => {
    expect(findNames('《停车规定》里“首小时”和Orion-V3、H800是什么关系？')).toEqual(['停车规定', '首小时', 'orion-v3', 'h800']);
  });

  it('is not the unit behind a number', () => {
    expect(findNames('总量是32ZB还是多少ZB？')).toEqual([]);
  });

  it.each([
    ['通用模型v3的错误率', 'orion-v3', true],
    ['orion v3 的错误率', 'orion-v3', true],
    ['orion-v31 的错误率', 'orion-v3', false],
    ['根据《停车 规定》', '停车规定', true],
    ['gpt-4o 的结果', 'gpt-4', false],
  ])('is found in "%s" as %s: %s', (text, name, found) => {
    expect(mentions(text, name)).toBe(found);
  });
});
