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
});
