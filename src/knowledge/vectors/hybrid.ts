// Words and meaning together: which passages are shown, in which order, and what is said of how they were found.
import { highestGrade } from '../../base/grade.ts';
import type { PassageId } from '../../base/ids.ts';
import type { Retrieval, SearchHit } from '../contract.ts';
import { fuse } from './fuse.ts';
import type { AskedByMeaning, Asking, Meaning, Reordered } from './meaning.ts';

/** How deep both lists are read before they are made into one. */
export const fusedDepth = 100;
/** What a model puts in order: each passage costs it time. */
const reorderedDepth = 20;
/** Passages shown apart from what was found by words. */
const besideDepth = 10;

export interface Lists {
  readonly cited: readonly PassageId[];
  /** By words, the best first. */
  readonly lexical: readonly PassageId[];
  /** By meaning, the nearest first. */
  readonly near: readonly PassageId[];
  readonly limit: number;
  readonly place: 'among' | 'beside';
}

/** What is cited comes first. The list of words alone is as it would be without models. */
export function arrange({ cited, lexical, near, limit, place }: Lists): PassageId[] {
  const isFused = place === 'among' && near.length > 0;
  const order = unique([...cited, ...(isFused ? fuse(lexical, near) : lexical)]);
  return order.slice(0, isFused ? Math.max(limit, reorderedDepth) : limit);
}

/** What words found, as it would be without models, and beside it what else is near in meaning. */
export function apart<Hit extends SearchHit>(
  ordered: readonly Hit[],
  near: readonly Hit[],
): { readonly hits: Hit[]; readonly beside: Hit[] } {
  const hits = ordered.filter(({ explanation }) => explanation.found !== 'meaning');
  const known = new Set(hits.map(({ passage }) => passage.id));
  return { hits, beside: near.filter(({ passage }) => !known.has(passage.id)).slice(0, besideDepth) };
}

function unique(ids: readonly PassageId[]): PassageId[] {
  return [...new Set(ids)];
}

/** Puts the first hits that are not cited in the order of a model, where one is set and may see them all. */
export function reordering(query: string, asking: Asking | undefined, meaning: Meaning | undefined) {
  return async <Hit extends SearchHit>(hits: Hit[]): Promise<{ readonly hits: Hit[]; readonly by?: Reordered | undefined }> => {
    if (!asking || !meaning) return { hits };
    const first = hits.filter(({ explanation }) => explanation.found === 'citation');
    const others = hits.filter(({ explanation }) => explanation.found !== 'citation');
    const [ranked, rest] = [others.slice(0, reorderedDepth), others.slice(reorderedDepth)];
    const label = highestGrade(asking.label, ...ranked.map(({ document }) => document.grade));
    const texts = ranked.map(({ document, passage }) => [document.title, ...passage.headingPath, passage.text].join('\n'));
    const by = await meaning.reorder(query, texts, label, asking);
    if (by?.kind !== 'ready') return { hits, by };
    return { hits: [...first, ...by.order.flatMap((index) => ranked[index] ?? []), ...rest], by };
  };
}

export function retrievalOf(asked: AskedByMeaning | undefined, reordered: Reordered | undefined): Retrieval {
  return {
    mode: asked?.kind === 'ready' ? 'hybrid' : 'lexical',
    lexicalBecause: asked?.kind === 'lacking' ? asked.because : null,
    isReranked: reordered?.kind === 'ready',
    notRerankedBecause: reordered?.kind === 'lacking' ? reordered.because : null,
  };
}
