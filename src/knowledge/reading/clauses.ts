// The clauses of a document, and which of them repeal the documents they name: by their own words, or as entries of a list that does.
import type { ReadingText } from './reading.ts';

export interface Clause {
  readonly text: string;
  /** In the reading text. */
  readonly start: number;
  readonly repeals: boolean;
}

export function* clausesOf({ text, paragraphs }: Pick<ReadingText, 'text' | 'paragraphs'>): Generator<Clause> {
  let isInList = false;
  for (const { start, end } of paragraphs) {
    const line = text.slice(start, end);
    const isListed: boolean = isInList && entry.test(line.trim());
    for (const match of line.matchAll(/[^。；;]+/g))
      yield { text: match[0], start: start + match.index, repeals: isListed || isRepealing(match[0]) };
    isInList = isListed || opensList.test(line.trim());
  }
}

/** 决定废止下列3件规范性文件： and such, with the documents on the lines that follow. */
const opensList = /(?:废止|失效|停止执行)[^。；]*[:：]$|(?:下列|以下)[^。；]*(?:废止|失效|停止执行)[^。；]*[:：]?$/;
/** Only a number stands before the title. */
const entry = /^(?:[（(]?[\d一二三四五六七八九十]{1,3}[）)]?[、.．\s|]*)?《/;

const ending = /(?:废止|停止(?:执行|施行|使用)|终止执行|不再(?:执行|施行|有效)|失效)$/;
const leading = /(?:^|[，,：:]|决定|同时|即行|予以|一并|现将?)废止(?:了)?(?:[^《》]{0,20}[:：])?\s*(?:原)?《/;
/** 《办法》第三条废止 repeals an article, not the rule. */
const ofArticle = /第.{1,6}条.{0,4}(?:废止|失效)/;

function isRepealing(clause: string): boolean {
  const text = clause.trim();
  return (ending.test(text) || leading.test(text)) && !ofArticle.test(text);
}
