// What the claim says in the very words of the text, it says of what the text says it of.
import type { Placed } from './attribution.ts';
import type { Statement } from './statement.ts';

/** So many letters beside a figure take along what it is the figure of. */
const enoughBeside = 8;
const shortestClause = 6;
const letter = /[\p{L}\p{N}]/u;

/** It stands at one of the places in the same words from the beginning of its clause on, under the same condition (…的，) if the claim sets one. */
export function isHeld({ text: words, start }: Placed, places: readonly Placed[], claim: string, text: string): boolean {
  const lead = /(?:[^，,。；;]*[的时后][，,])?[^，,、。；;：:]*$/.exec(claim.slice(0, start))?.[0] ?? '';
  return places.some(
    (place) =>
      text.slice(Math.max(0, place.start - lead.length), place.start) === lead &&
      lettersIn(lead) + sameAfter(claim, start + words.length, text, place.start + place.text.length) >= enoughBeside,
  );
}

function lettersIn(text: string): number {
  return [...text].filter((one) => letter.test(one)).length;
}

function sameAfter(one: string, from: number, other: string, at: number): number {
  let length = 0;
  while (one[from + length] !== undefined && one[from + length] === other[at + length]) length += 1;
  return lettersIn(one.slice(from, from + length));
}

/** The clause of the claim stands in the text to the letter; a condition (…的，) does not settle what follows from it. */
export function isClauseHeld(at: number, { clauses }: Statement, { text }: Statement): boolean {
  const clause = clauses.find(({ start, end }) => at >= start && at < end);
  return clause !== undefined && clause.text.length >= shortestClause && !/[的时后]$/.test(clause.text) && text.includes(clause.text);
}
