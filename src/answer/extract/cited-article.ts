// 《办法》第十二条, asked for by itself or with 怎么规定的: the article is the answer.
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import type { Candidate } from './candidates.ts';

const citation = /《([^》]+)》[^，。,第]{0,12}(第\d+条(?:之\d+)?)/;
const nothingElse =
  /^(?:请问|根据|依据|按照)?《[^》]+》[^，。,第]{0,12}第\d+条(?:之\d+)?(?:第\d+[款项])*(?:的?(?:内容|规定)?(?:是|有)?(?:什么|怎么(?:规定|说|写)?|如何规定|哪些规定)?(?:的|规定)?(?:内容)?)?[？?。]?$/;

/** The sentences of the article that the question names, if it asks for nothing else and the article was retrieved. */
export function citedArticle(question: string, candidates: readonly Candidate[]): Candidate[] {
  const [, title = '', article = ''] = citation.exec(question) ?? [];
  if (article === '' || !nothingElse.test(question)) return [];
  return candidates.filter(({ passage }) => {
    const place = normalizeForSearch([...passage.headingPath.slice(-1), passage.text.slice(0, 20)].join('\n'));
    return normalizeForSearch(passage.title).includes(title) && new RegExp(`(?:^|\\s)${article}(?!之)`, 'm').test(place);
  });
}
