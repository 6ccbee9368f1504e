// The beginning of a passage that is shown as found: whole sentences as far as a quotation goes.
import { splitSentences } from '../knowledge/reading/sentences.ts';
import { maxQuotationCharacters } from './contract.ts';
import type { ExtractedSentence } from './extract/evidence.ts';
import type { Evidence } from './gather-evidence.ts';

export function leadOf({ passage }: Evidence): ExtractedSentence {
  const [first, ...others] = splitSentences(passage.text);
  const start = first?.start ?? 0;
  const isWithin = ({ end }: { readonly end: number }): boolean => end - start <= maxQuotationCharacters;
  const end = others.findLast(isWithin)?.end ?? Math.min(first?.end ?? passage.text.length, start + maxQuotationCharacters);
  return { text: passage.text.slice(start, end), passageId: passage.id, start: passage.start + start, end: passage.start + end };
}
