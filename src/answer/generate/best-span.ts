// Where in a passage stands what a sentence says: the sentence of it that carries most of the words.
import { splitSentences } from '../../knowledge/reading/sentences.ts';
import { normalizeForSearch } from '../../knowledge/search/normalize.ts';
import type { Passage } from '../../knowledge/contract.ts';
import { maxQuotationCharacters } from '../contract.ts';
import type { ExtractedSentence } from '../extract/evidence.ts';

/** A row of a table comes with the head of its table. Nothing where the passage has no sentence that can be quoted. */
export function bestSpans(claim: string, passage: Pick<Passage, 'id' | 'text' | 'start'>): ExtractedSentence[] {
  const wanted = pairsIn(claim);
  let best: { readonly span: Span; readonly share: number } | undefined;
  for (const span of splitSentences(passage.text)) {
    if (span.end - span.start > maxQuotationCharacters) continue;
    const share = shareOf(wanted, pairsIn(passage.text.slice(span.start, span.end)));
    if (!best || share > best.share) best = { span, share };
  }
  if (!best) return [];
  const head = headOver(best.span, passage.text);
  return [...(head ? [head] : []), best.span].map(({ start, end }) => ({
    text: passage.text.slice(start, end),
    passageId: passage.id,
    start: passage.start + start,
    end: passage.start + end,
  }));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** The first of the rows, one a line, of which the last is this one. */
function headOver({ start, end }: Span, text: string): Span | undefined {
  let head: Span | undefined;
  let at = start;
  while (isRow(text.slice(at, head ? head.end : end))) {
    const before = text.lastIndexOf('\n', at - 2);
    const previous = { start: before + 1, end: at - 1 };
    if (at === 0 || !isRow(text.slice(previous.start, previous.end))) break;
    head = previous;
    at = previous.start;
  }
  return head && head.end - head.start <= maxQuotationCharacters ? head : undefined;
}

/** The reader of documents writes table cells so. */
function isRow(line: string): boolean {
  return line.includes(' | ') && !line.includes('\n');
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
