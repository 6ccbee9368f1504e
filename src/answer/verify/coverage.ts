// How much of what a claim says stands in the text at all, in other words or order.
import type { Statement } from './statement.ts';

export interface Coverage {
  /** Share of the claim's pairs of characters that the text has. */
  readonly pairs: number;
  /** Share of its content words, by their length, that the text has. */
  readonly words: number;
  /** Length of the longest run of the claim that nothing of the text covers, in characters. */
  readonly longestGap: number;
  /** What part of the claim that is. */
  readonly gapShare: number;
  /** Places and identifiers that the text does not name: it may speak of them all the same. */
  readonly strangers: number;
}

const contentTags = /^(?:n|v|a|l|i|j|z|eng|b|vn|ad|nr|ns|nt|nz)/;
/** They carry a sentence and say nothing. */
const lightWords = new Set([
  '是',
  '有',
  '为',
  '在',
  '的',
  '做',
  '进行',
  '包括',
  '属于',
  '可以',
  '应当',
  '需要',
  '能够',
  '认为',
  '指出',
  '表示',
  '采用',
  '使用',
  '作为',
  '成为',
  '达到',
  '要求',
  '提出',
  '问',
  '答',
]);

export function coverageOf(claim: Statement, text: Statement, strangers: number): Coverage {
  let covered = 0;
  for (const pair of claim.pairs) if (text.pairs.has(pair)) covered += 1;
  const gap = longestGap(claim, text);
  return {
    pairs: claim.pairs.size === 0 ? 1 : covered / claim.pairs.size,
    words: wordsCovered(claim, text),
    longestGap: gap,
    gapShare: claim.pairs.size === 0 ? 0 : Math.min(1, gap / claim.pairs.size),
    strangers,
  };
}

function wordsCovered(claim: Statement, { text }: Statement): number {
  let [all, held] = [0, 0];
  for (const { word, tag } of claim.words) {
    if (!contentTags.test(tag) || lightWords.has(word)) continue;
    all += word.length;
    held += word.length * heldShare(word, text);
  }
  return all === 0 ? 1 : held / all;
}

/** A word in full, or as far as its pairs stand there. */
function heldShare(word: string, text: string): number {
  if (text.includes(word)) return 1;
  if (word.length < 3) return 0;
  let held = 0;
  for (let at = 0; at + 1 < word.length; at += 1) if (text.includes(word.slice(at, at + 2))) held += 1;
  return held / (word.length - 1);
}

function longestGap({ text: claim }: Statement, { pairs }: Statement): number {
  let [longest, run] = [0, 0];
  for (let at = 0; at + 1 < claim.length; at += 1) {
    const pair = claim.slice(at, at + 2);
    if (/[^\p{L}\p{N}]/u.test(pair)) continue;
    run = pairs.has(pair) ? 0 : run + 1;
    longest = Math.max(longest, run);
  }
  return longest;
}
