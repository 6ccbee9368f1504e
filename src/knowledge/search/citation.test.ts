import { describe, expect, test } from 'vitest';
import { articleOf, documentNumbersIn, resolveCitation } from './citation.ts';
import { TitleIndex } from './title-match.ts';

describe('a question that names a rule', () => {
  test.each([
    ['《中华人民共和国民法典》第一千零七十九条', { title: '中华人民共和国民法典', article: '1079' }],
    ['《民法典》第1079条是什么', { title: '民法典', article: '1079' }],
    ['《刑法》第一百二十条之一', { title: '刑法', article: '120.1' }],
    ['《城市养犬管理规定》第八条第二款第（三）项', { title: '城市养犬管理规定', article: '8', paragraph: '2', item: '3' }],
    ['《公司法（2018修正）》第二十条', { edition: '2018', article: '20' }],
    ['《公司法》（2023修订）第二十条', { title: '公司法', edition: '2023', article: '20' }],
    ['《关于适用《企业破产法》若干问题的规定（三）》第五条', { title: '关于适用《企业破产法》若干问题的规定(三)', article: '5' }],
    ['請問《個人信息保護法》第十三條', { title: '个人信息保护法', article: '13' }],
    ['云政发〔2024〕3号', { documentNumber: '云政发〔2024〕3号' }],
    ['云政发[2024]第03号', { documentNumber: '云政发〔2024〕3号' }],
    ['云政发（2024）3 号', { documentNumber: '云政发〔2024〕3号' }],
  ])('%s', (query, citation) => {
    expect(resolveCitation(query)).toMatchObject(citation);
  });

  test.each(['养老补贴怎么申请', '罚款三百条件是什么', ''])('%s names none', (query) => {
    expect(resolveCitation(query)?.title).toBeUndefined();
  });
});

describe('the title meant', () => {
  const titles = new TitleIndex<{ title: string }>();
  for (const title of [
    '中华人民共和国环境保护法',
    '云州市养老服务条例（试行）',
    '关于印发《云州市养犬管理办法》的通知',
    '中华人民共和国公司法（2018修正）',
    '中华人民共和国公司法（2023修订）',
  ])
    titles.add({ title });
  const find = (title: string, isTitleQuoted = false) => titles.find({ title, isTitleQuoted }).map((holder) => holder.title);
  test.each([
    ['环境保护法', ['中华人民共和国环境保护法']],
    ['请问我国环境保护法', ['中华人民共和国环境保护法']],
    ['根据云州市养老服务条例', ['云州市养老服务条例（试行）']],
    ['养老服务条例', ['云州市养老服务条例（试行）']],
    ['云州市养犬管理办法', ['关于印发《云州市养犬管理办法》的通知']],
    ['公司法', ['中华人民共和国公司法（2018修正）', '中华人民共和国公司法（2023修订）']],
  ])('%s', (title, found) => {
    expect(find(title)).toEqual(found);
  });

  test('a law whose name merely ends like another is not that other', () => {
    expect(find('海洋环境保护法')).toEqual([]);
    expect(find('请问海洋环境保护法')).toEqual([]);
    expect(find('关于环境保护法', true)).toEqual([]);
  });
});

test('a title that is left out hides no other', () => {
  const titles = new TitleIndex<{ title: string; isAccepted: boolean }>();
  const shown = { title: '云州市养犬管理条例（试行）', isAccepted: true };
  titles.add(shown);
  titles.add({ title: '养犬管理条例', isAccepted: false });
  expect(titles.find({ title: '养犬管理条例', isTitleQuoted: true }, ({ isAccepted }) => isAccepted)).toEqual([shown]);
  titles.delete(shown);
  expect(titles.find({ title: '养犬管理条例', isTitleQuoted: true }, ({ isAccepted }) => isAccepted)).toEqual([]);
});

test('a passage tells its article by its first words', () => {
  expect(articleOf('第十二条　申请人应当')).toBe('12');
  expect(articleOf('第一百二十条之二 有下列')).toBe('120.2');
  expect(articleOf('依照第十二条办理')).toBeUndefined();
});

test('document numbers are found inside running text', () => {
  expect(documentNumbersIn('（云政办发[2023]15号）同时废止')).toEqual(['云政办发〔2023〕15号']);
});
