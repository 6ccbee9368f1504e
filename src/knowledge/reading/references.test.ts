import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import '../../../test/support/same-seed.ts';
import { readDocument } from './read-document.ts';
import type { DocumentReference } from './reading.ts';

async function referencesOf(text: string): Promise<readonly DocumentReference[]> {
  const outcome = await readDocument({ name: '文件.txt', bytes: new TextEncoder().encode(text) });
  return outcome.kind === 'read' ? outcome.references : [];
}
const brief = ({ kind, title, number, on }: DocumentReference) => [kind, title, number ?? '', on ?? ''];

describe('references', () => {
  test('are cited, amended or repealed as their clause says, with number and day', async () => {
    const found = await referencesOf(
      `青禾市停车管理办法
第一条 根据《道路交通安全法》和《青禾市城市管理条例》（青人发〔2019〕5号）制定本办法。
第二条 对《青禾市收费目录》作如下修改。
第三条 本办法自2025年4月1日起施行，《青禾市停车收费规定》（青政发〔2018〕03号）同时废止；《停车场备案办法》自2025年7月1日起废止。
第四条 《档案办法》第三条同时废止。`,
    );
    expect(found.map(brief)).toEqual([
      ['cites', '道路交通安全法', '', ''],
      ['cites', '青禾市城市管理条例', '青人发〔2019〕5号', ''],
      ['amends', '青禾市收费目录', '', ''],
      ['repeals', '青禾市停车收费规定', '青政发〔2018〕3号', '2025-04-01'],
      ['repeals', '停车场备案办法', '', '2025-07-01'],
      ['cites', '档案办法', '', ''],
    ]);
  });

  test('to an order carry its number, titles may quote a title, and the day of issue is no day of repeal', async () => {
    const found = await referencesOf(
      '通知\n依据《个体工商户条例》（国务院令第755号）。2021年3月1日印发的《关于实施〈甲办法〉和《乙办法》的意见》同时废止。',
    );
    expect(found.map(brief)).toEqual([
      ['cites', '个体工商户条例', '国务院令第755号', ''],
      ['repeals', '关于实施〈甲办法〉和《乙办法》的意见', '', ''],
    ]);
  });

  test('do not name the document itself', async () => {
    expect(await referencesOf('青禾市养犬管理办法\n第一条 《青禾市养犬管理办法》由公安机关解释。')).toEqual([]);
  });

  test('stand in the text where they say they do, whatever surrounds them', async () => {
    const word = fc.stringMatching(/^[一-龥，、。；（）]{0,12}$/);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(word, fc.stringMatching(/^[一-龥]{2,8}$/)), { minLength: 1, maxLength: 6 }), async (parts) => {
        const text = parts.map(([before, title]) => `${before}《${title}》`).join('');
        const outcome = await readDocument({ name: '文件.txt', bytes: new TextEncoder().encode(text) });
        if (outcome.kind !== 'read') return;
        for (const { title, start, end } of outcome.references) {
          expect(outcome.reading.text.slice(start, end).startsWith(`《${title}》`)).toBe(true);
        }
      }),
    );
  });
});
