// What a sentence stands under besides its headings: the opening of its item (（二）生活津贴。……) and the sentence that introduces its list.
import type { Candidate } from './candidates.ts';

const marks: readonly RegExp[] = [
  /^第[一二三四五六七八九十百\d]+条/,
  /^[一二三四五六七八九十]+、/,
  /^\d+[.．、](?!\d)/,
  /^[（(][一二三四五六七八九十]+[）)]/,
  /^[（(]\d+[）)]/,
];
/** An item, or a list, longer than this is a chapter. */
const farthest = 16;

/** Nearest first; an opening is of a higher level than the one before it. */
export function openingsOver(candidate: Candidate): Candidate[] {
  let level = levelOf(candidate);
  const openings: Candidate[] = [];
  for (let other = candidate.previous, steps = 0; other && steps < farthest && level > 0; other = other.previous, steps += 1) {
    const its = levelOf(other);
    if (its >= level) continue;
    openings.push(other);
    level = its;
  }
  return openings;
}

/** 0 is an article; a sentence without a mark stands below all. */
function levelOf({ text }: Candidate): number {
  const level = marks.findIndex((mark) => mark.test(text));
  return level < 0 ? marks.length : level;
}
