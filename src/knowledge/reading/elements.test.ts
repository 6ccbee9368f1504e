import { describe, expect, it } from 'vitest';
import { readDocument } from './read-document.ts';

async function elementsIn(lines: readonly string[]) {
  const outcome = await readDocument({ name: '公文.txt', bytes: new TextEncoder().encode(lines.join('\n')) });
  if (outcome.kind === 'rejected') throw new Error(outcome.reason);
  const { elements, reading } = outcome;
  return { values: Object.fromEntries(elements.map(({ name, value }) => [name, value])), elements, text: reading.text };
}

const notice = [
  '000023',
  '机密★3年 加急',
  '青石市人民政府文件',
  '青政发〔2025〕7号 签发人：某某',
  '青石市人民政府关于印发停车管理办法的通知',
  '各区县人民政府，市政府各部门：',
  '根据《停车条例》（国务院令第700号）和《关于收费的通知》（云政发〔2023〕15号），制定本办法。',
  '本办法自2025年6月1日起施行，有效期3年。《青石市停车暂行规定》（青政办发〔2019〕2号）同时废止。',
  '附件：1.停车收费标准',
  '2.申请表',
  '青石市人民政府',
  '2025年5月8日',
  '（此件公开发布）',
  '抄送：市委办公室，市人大常委会办公室。',
  '青石市人民政府办公室 2025年5月9日印发',
];

describe('the elements of an official document', () => {
  it('are what is written at its head and foot', async () => {
    const { values } = await elementsIn(notice);
    expect(values).toEqual({
      copyNo: '000023',
      secrecy: '机密★3年',
      urgency: '加急',
      issuerMark: '青石市人民政府文件',
      signer: '某某',
      docNo: '青政发〔2025〕7号',
      title: '青石市人民政府关于印发停车管理办法的通知',
      genre: '通知',
      to: '各区县人民政府，市政府各部门',
      issuer: '青石市人民政府',
      date: '2025-05-08',
      effectiveFrom: '2025-06-01',
      validity: '3年',
      repeals: ['青政办发〔2019〕2号'],
      citations: ['国务院令第700号', '云政发〔2023〕15号'],
      attachments: ['停车收费标准', '申请表'],
      note: '此件公开发布',
      cc: '市委办公室，市人大常委会办公室',
      printer: '青石市人民政府办公室',
      printDate: '2025-05-09',
    });
  });

  it('have the place where they are written', async () => {
    const { elements, text } = await elementsIn(notice);
    const placed = Object.fromEntries(elements.flatMap(({ name, span }) => (span ? [[name, text.slice(span.start, span.end)]] : [])));
    expect(placed).toMatchObject({
      secrecy: '机密★3年',
      to: '各区县人民政府，市政府各部门',
      date: '2025年5月8日',
      effectiveFrom: '2025年6月1日',
      printDate: '2025年5月9日',
      attachments: '附件：1.停车收费标准\n2.申请表',
    });
  });

  it.each([
    ['a sentence that introduces what follows', '现将有关事项通告如下：'],
    ['an article', '第二条 下列人员可以申请：'],
  ])('do not take %s for those to whom it goes', async (_, line) => {
    const { values } = await elementsIn(['关于停车收费的通告', line, '小型车每小时五元。']);
    expect(values['to']).toBeUndefined();
  });

  it('are absent where nothing is written', async () => {
    expect(Object.keys((await elementsIn(['今天天气不错，大家出门散步。'])).values)).toEqual(['title']);
  });

  it('keep a day in Chinese numerals with its place, the number of a series, and until when it holds', async () => {
    const { elements, text } = await elementsIn([
      '青石市水务局公告',
      '2023年第7号',
      '关于节约用水的公告',
      '本公告自公布之日起施行，有效期至2025年12月31日。',
      '青石市水务局',
      '二〇二三年十月九日',
    ]);
    expect(elements.find(({ name }) => name === 'docNo')?.value).toBe('2023年第7号');
    expect(elements.find(({ name }) => name === 'validity')?.value).toBe('至2025年12月31日');
    const date = elements.find(({ name }) => name === 'date');
    expect([date?.value, text.slice(date?.span?.start, date?.span?.end)]).toEqual(['2023-10-09', '二〇二三年十月九日']);
  });

  it.each(['各县（区）委、人民政府，市委各部委，各人民团体：', '各市、州人民政府，省政府各厅局：'])(
    'take %s for those to whom it goes',
    async (line) => {
      expect((await elementsIn(['关于停车收费的通知', line, '小型车每小时五元。'])).values['to']).toBe(line.slice(0, -1));
    },
  );
});
