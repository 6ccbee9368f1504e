// Where in a passage stands what a sentence says: the sentence of it that carries most of the words.
import { splitSentences } from '../../knowledge/reading/sentences.ts';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import type { Passage } from '../../knowledge/contract.ts';
import { maxQuotationCharacters } from '../contract.ts';
import type { ExtractedSentence } from '../extract/evidence.ts';

/** Nothing where the passage has no sentence that can be quoted. */
export function bestSpan(claim: string, { id, text, start }: Pick<Passage, 'id' | 'text' | 'start'>): ExtractedSentence | undefined {
  const wanted = pairsIn(claim);
  let best: { readonly span: ExtractedSentence; readonly share: number } | undefined;
  for (const sentence of splitSentences(text)) {
    if (sentence.end - sentence.start > maxQuotationCharacters) continue;
    const words = text.slice(sentence.start, sentence.end);
    const share = shareOf(wanted, pairsIn(words));
    if (best && share <= best.share) continue;
    best = { span: { text: words, passageId: id, start: start + sentence.start, end: start + sentence.end }, share };
  }
  return best?.span;
}

function pairsIn(text: string): ReadonlySet<string> {
  const normal = normalizeForSearch(text).replace(/[\s\p{P}]+/gu, '');
  const pairs = new Set<string>();
  for (let index = 0; index + 1 < normal.length; index += 1) pairs.add(normal.slice(index, index + 2));
  return pairs;
}

/** Of the pairs wanted, how many are there, against long sentences that hold a little of everything. */
function shareOf(wanted: ReadonlySet<string>, held: ReadonlySet<string>): number {
  let common = 0;
  for (const pair of wanted) if (held.has(pair)) common += 1;
  return (2 * common) / Math.max(1, wanted.size + held.size);
}
