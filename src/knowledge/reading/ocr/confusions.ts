// Signs that recognition takes for one another, put right where what stands round them leaves no doubt. One character for one, so that
// every character keeps its place on the page.

const [opening, closing] = ['[〔[［(（【{]', '[〕\\]］)）】}]'];
const year = '(?:19|20)\\d{2}';
const afterNumber = '\\s?第?\\d{1,5}号';

const rules: readonly (readonly [RegExp, Readonly<Record<string, string>> | string])[] = [
  // 临政发（2025）12号
  [new RegExp(`${opening}(?=${year}${closing}${afterNumber})`, 'g'), '〔'],
  [new RegExp(`(?<=〔${year})${closing}(?=${afterNumber})`, 'g'), '〕'],
  // 内部*1年
  [/(?<=(?:绝密|机密|秘密|内部)\s?)[*＊☆](?=\s?\d{1,2}\s?[年月])/g, '★'],
  // 2O25年
  [/(?<=\d)[oO〇](?=\d{0,2}年)|(?<=\d\d)[oO〇](?=\d年)/g, '0'],
  // 市财政局丶市水利局°
  [/(?<=[\p{Script=Han}》”）])[丶°](?=[\p{Script=Han}《“]|$)/gu, { 丶: '、', '°': '。' }],
  // Chinese text has Chinese punctuation.
  [/(?<=[\p{Script=Han}》”）])[,:;?!]/gu, { ',': '，', ':': '：', ';': '；', '?': '？', '!': '！' }],
  [/\((?=\p{Script=Han})/gu, '（'],
  [/(?<=（[^()（）]{0,60})\)/gu, '）'],
];

export function putRight(text: string): string {
  return rules.reduce(
    (known, [pattern, sign]) => known.replace(pattern, (found) => (typeof sign === 'string' ? sign : (sign[found] ?? found))),
    text,
  );
}
