// The numbering of Chinese official texts: 编 章 节 条, then 一、 （一） 1. （1）, and what each says about its line.
import { parseNumeral } from '../../search/chinese-numeral.ts';

export interface Numbering {
  /** Order of depth: a smaller rank stands higher. */
  readonly rank: number;
  /** The number as it is written, e.g. `第十二条` or `（一）`. */
  readonly label: string;
  /** Canonical article reference (`12`, `12.1` for 第十二条之一); only for 条. */
  readonly article?: string;
}

const numeral = '[〇零一二两三四五六七八九十百千0-9０-９]+';
const markers: readonly { readonly rank: number; readonly pattern: RegExp }[] = [
  { rank: 1, pattern: new RegExp(`^第${numeral}编(?=[\\s　]|$)`) },
  { rank: 2, pattern: new RegExp(`^第${numeral}章`) },
  { rank: 3, pattern: new RegExp(`^第${numeral}节`) },
  { rank: 5, pattern: /^[一二三四五六七八九十]{1,3}、/ },
  { rank: 6, pattern: /^[（(][一二三四五六七八九十]{1,3}[）)]/ },
  { rank: 7, pattern: /^\d{1,2}(?:[.．](?!\d)|、)/ },
  { rank: 8, pattern: /^[（(]\d{1,2}[）)]/ },
];
const article = new RegExp(`^第(${numeral})条(?:之(${numeral}))?(?=[\\s　【（(]|$|[^文例款件约])`);

const articleRank = 4;
/** Ranks from here on number the items inside an article. */
export const itemRank = 5;

export function numberingOf(line: string): Numbering | undefined {
  const text = line.trimStart();
  const found = article.exec(text);
  if (found !== null) return articleNumbering(found);
  for (const { rank, pattern } of markers) {
    const label = pattern.exec(text)?.[0];
    if (label !== undefined) return { rank, label };
  }
  return undefined;
}

function articleNumbering([label, main = '', inserted]: RegExpExecArray): Numbering | undefined {
  const number = parseNumeral(main.normalize('NFKC'));
  if (number === undefined) return undefined;
  const branch = inserted === undefined ? undefined : parseNumeral(inserted.normalize('NFKC'));
  return { rank: articleRank, label, article: branch === undefined ? String(number) : `${number}.${branch}` };
}
