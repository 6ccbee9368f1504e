// A text as the clauses that people compare: its paragraphs, each with the article 条 and the paragraph 款 within it that it is.
import type { StoredReading } from '../stored-reading.ts';
import { articleOf } from '../search/citation.ts';

export interface Clause {
  /** `12` for the first paragraph of 第十二条, `12/2` for its second; null outside articles. */
  readonly number: string | null;
  readonly text: string;
  /** In the reading text. */
  readonly start: number;
  readonly end: number;
}

export function clausesOf({ text, paragraphs }: Pick<StoredReading, 'text' | 'paragraphs'>): Clause[] {
  const clauses: Clause[] = [];
  let article: string | undefined;
  let paragraphInArticle = 0;
  for (const { start, end, kind } of paragraphs) {
    const content = text.slice(start, end);
    if (content.trim() === '') continue;
    const opened = articleOf(content);
    if (opened !== undefined) [article, paragraphInArticle] = [opened, 1];
    else if (kind === 'title' || kind === 'heading') article = undefined;
    else paragraphInArticle += 1;
    const number = article === undefined ? null : paragraphInArticle === 1 ? article : `${article}/${paragraphInArticle}`;
    clauses.push({ number, text: content, start, end });
  }
  return clauses;
}
