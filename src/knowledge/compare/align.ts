// Which clause of the one text became which of the other. What stayed as it was anchors the rest; between two anchors clauses pair by
// how much of their words they share, the same number counting for more, and never across each other.
import { diffArrays } from 'diff';
import type { Clause } from './clauses.ts';

export type Pair = { readonly before: Clause; readonly after: Clause } | { readonly before: Clause } | { readonly after: Clause };

/** Longer gaps are shown as replaced whole: pairing them would take seconds. */
const mostCells = 250_000;
/** Two texts that differ in more clauses than this have no anchors. */
const mostEdits = 4000;
/** Clauses that share less are two different ones. */
const leastAlike = 0.4;
/** What the same number is worth. */
const sameNumber = 0.2;

export function alignClauses(before: readonly Clause[], after: readonly Clause[]): Pair[] {
  const pairs: Pair[] = [];
  let [left, right] = [0, 0];
  let [removed, added]: [Clause[], Clause[]] = [[], []];
  const settle = () => {
    pairs.push(...alignGap(removed, added));
    [removed, added] = [[], []];
  };
  const changes = diffArrays(before.map(bareText), after.map(bareText), { maxEditLength: mostEdits });
  if (changes === undefined) return alignGap(before, after);
  for (const { value, added: isAdded, removed: isRemoved } of changes) {
    const count = value.length;
    if (isRemoved) removed.push(...before.slice(left, left + count));
    else if (isAdded) added.push(...after.slice(right, right + count));
    else {
      settle();
      for (let index = 0; index < count; index += 1) pairs.push(pairOf(before[left + index], after[right + index]));
    }
    if (!isAdded) left += count;
    if (!isRemoved) right += count;
  }
  settle();
  return pairs;
}

function pairOf(before: Clause | undefined, after: Clause | undefined): Pair {
  if (before && after) return { before, after };
  if (before) return { before };
  if (after) return { after };
  throw new RangeError('A pair has at least one clause.');
}

/** Without its own number, so that one that only moved is the same. */
function bareText({ text }: Clause): string {
  return text.replace(/^\s*第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十\d]+)?/, '').replaceAll(/\s/g, '');
}

/** The pairing with the highest sum of likeness, in order. */
function alignGap(before: readonly Clause[], after: readonly Clause[]): Pair[] {
  if (before.length === 0 || after.length === 0 || before.length * after.length > mostCells)
    return [...before.map((clause): Pair => ({ before: clause })), ...after.map((clause): Pair => ({ after: clause }))];
  const [lefts, rights] = [before.map(profileOf), after.map(profileOf)];
  const width = rights.length + 1;
  const best = new Float64Array((lefts.length + 1) * width);
  const at = (row: number, column: number): number => best[row * width + column] ?? 0;
  const likeness = lefts.map((left) => rights.map((right) => worthOf(left, right)));
  for (let row = lefts.length - 1; row >= 0; row -= 1)
    for (let column = rights.length - 1; column >= 0; column -= 1) {
      const worth = likeness[row]?.[column] ?? 0;
      best[row * width + column] = Math.max(at(row + 1, column), at(row, column + 1), worth > 0 ? worth + at(row + 1, column + 1) : 0);
    }
  const pairs: Pair[] = [];
  let [row, column] = [0, 0];
  while (row < lefts.length || column < rights.length) {
    const worth = likeness[row]?.[column] ?? 0;
    const isPair = worth > 0 && at(row, column) === worth + at(row + 1, column + 1);
    const isRemoved = !isPair && row < lefts.length && (column >= rights.length || at(row, column) === at(row + 1, column));
    pairs.push(isPair ? pairOf(before[row], after[column]) : isRemoved ? pairOf(before[row], undefined) : pairOf(undefined, after[column]));
    if (isPair || isRemoved) row += 1;
    if (isPair || !isRemoved) column += 1;
  }
  return pairs;
}

interface Profile {
  readonly number: string | null;
  readonly bigrams: ReadonlySet<string>;
}

function profileOf(clause: Clause): Profile {
  const text = bareText(clause);
  return {
    number: clause.number,
    bigrams: new Set(Array.from({ length: Math.max(text.length - 1, 1) }, (_, at) => text.slice(at, at + 2))),
  };
}

/** 0 where the two are different clauses. */
function worthOf(left: Profile, right: Profile): number {
  let shared = 0;
  for (const bigram of left.bigrams) if (right.bigrams.has(bigram)) shared += 1;
  const alike = (2 * shared) / (left.bigrams.size + right.bigrams.size);
  const bonus = left.number !== null && left.number === right.number ? sameNumber : 0;
  return alike + bonus >= leastAlike ? alike + bonus : 0;
}
