import { describe, expect, it } from 'vitest';
import { factsOf } from './facts.ts';

function facts(...lines: string[]) {
  let start = 0;
  const paragraphs = lines.map((line) => {
    const paragraph = { kind: 'body' as const, start, end: start + line.length };
    start += line.length + 1;
    return paragraph;
  });
  return factsOf({ text: lines.join('\n'), paragraphs, originMap: { runs: [] }, notes: [] });
}

describe('factsOf', () => {
  it('normalises the document number whatever brackets it is written in', () => {
    expect(facts('青政发[2024] 03号').documentNumber).toBe('青政发〔2024〕3号');
    expect(facts('青政办规（2023）12号').documentNumber).toBe('青政办规〔2023〕12号');
    expect(facts('发文字号 | 青政发〔2024〕3号').documentNumber).toBe('青政发〔2024〕3号');
  });

  it('does not take the number of another document for its own', () => {
    expect(facts('根据《关于加强管理的意见》（国发〔2022〕14号），制定本办法。').documentNumber).toBeUndefined();
  });

  it('reads dates of force and expiry, also in Chinese numerals', () => {
    expect(facts('第二十条 本办法自2024年7月1日起施行，有效期5年。')).toMatchObject({ effectiveOn: '2024-07-01', expiredOn: '2029-07-01' });
    expect(facts('本规定自二〇一一年三月十五日起施行。').effectiveOn).toBe('2011-03-15');
  });

  it('counts the last day of validity as in force', () => {
    expect(facts('本办法自2024年1月1日起施行，有效期至2026年12月31日。').expiredOn).toBe('2027-01-01');
  });

  it('takes the day of issue for the first day in force only when the text says so', () => {
    expect(facts('本通知自印发之日起施行。', '2024年5月20日')).toEqual({ publishedOn: '2024-05-20', effectiveOn: '2024-05-20' });
    expect(facts('请认真贯彻执行。', '2024年5月20日')).toEqual({ publishedOn: '2024-05-20' });
  });

  it('finds the day of issue in brackets below the title and in a table of particulars', () => {
    expect(facts('青石市停车管理办法', '（2024年5月20日印发）').publishedOn).toBe('2024-05-20');
    expect(facts('成文日期 | 2024年5月20日').publishedOn).toBe('2024-05-20');
  });

  it('does not take the first day in force of another rule for its own', () => {
    expect(facts('2018年3月1日起施行的《青石市停车管理办法》同时废止。', '本办法自2024年7月1日起施行。').effectiveOn).toBe('2024-07-01');
  });

  it('names the issuer by the particulars, the signature or the red header', () => {
    expect(facts('发文机关 | 青石市交通运输局').issuer).toBe('青石市交通运输局');
    expect(facts('请认真贯彻执行。', '青石市12345热线中心', '2024年5月20日').issuer).toBe('青石市12345热线中心');
    expect(facts('青石市人民政府文件', '青石市停车管理办法').issuer).toBe('青石市人民政府');
    expect(facts('请认真贯彻执行。', '2024年5月20日').issuer).toBeUndefined();
  });

  it('names the rules that are repealed, not those that are only mentioned', () => {
    expect(
      facts(
        '依照《行政许可法》办理。本办法自2024年7月1日起施行。《青石市停车管理办法》（青政发〔2018〕9号）和《青石市停车收费规定》同时废止。',
      ).repeals,
    ).toEqual(['青石市停车管理办法', '青石市停车收费规定']);
  });

  it('does not take a day that does not exist', () => {
    expect(facts('本办法自2024年2月31日起施行。').effectiveOn).toBeUndefined();
  });

  it.each([
    ['below the head of an order', ['青石市人民政府令', '第63号'], '青石市人民政府令第63号'],
    ['behind it', ['青石市人民政府令（第六十三号）'], '青石市人民政府令第六十三号'],
    ['beside who signed', ['青水务〔2024〕71号 | 签发人：某某'], '青水务〔2024〕71号'],
  ])('finds the number %s', (_, lines, number) => {
    expect(facts(...lines).documentNumber).toBe(number);
  });

  it('takes the number of a series for no number by which others could cite it', () => {
    expect(facts('青石市水务局', '公告', '2024年第18号').documentNumber).toBeUndefined();
    expect(facts('青石市人民政府专题会议纪要', '〔2024〕26号').documentNumber).toBeUndefined();
  });

  it.each([
    ['本细则自2024年6月10日起试行，试行期为3年。', '2024-06-10', '2027-06-10'],
    ['本通知执行期限为2025年5月1日至2028年4月30日。', '2025-05-01', '2028-05-01'],
    ['本决定自公布之日起施行。', '2024-05-20', undefined],
    ['本办法自印发之日起30日后施行，有效期两年。', '2024-06-19', '2026-06-19'],
  ])('reads the force of: %s', (clause, effectiveOn, expiredOn) => {
    const { effectiveOn: first, expiredOn: end } = facts(clause, '2024年5月20日');
    expect([first, end]).toEqual([effectiveOn, expiredOn]);
  });

  it.each([
    ['不再执行', ['《甲办法》（青财〔2020〕11号）、《乙通知》（青财〔2021〕6号）不再执行。']],
    [
      'in a list',
      [
        '决定废止下列2件规范性文件：',
        '一、《甲办法》（青政〔2011〕52号）',
        '二、《乙通知》',
        '本决定自公布之日起施行，《丙条例》另行修订。',
      ],
    ],
    ['废止 first', ['决定废止《甲办法》《乙通知》。']],
  ])('names what is repealed: %s', (_, lines) => {
    expect(facts(...lines).repeals).toEqual(['甲办法', '乙通知']);
  });

  it('takes no rule for repealed of which one article is', () => {
    expect(facts('《甲办法》第三条废止。', '《关于废止乙办法的决定》已经印发。').repeals).toBeUndefined();
  });
});
