// Which questions ask alike: by the words that they share, in the search's own normal form, weighed by how few texts hold them.
import { generalChinese } from '../../knowledge/search/background.ts';
import { segmentQuery } from '../../knowledge/search/segment.ts';

/** Of the weight of all words of both: rewordings of a question share more, other questions on the same matter less. */
const leastShare = 0.35;

/** Groups in the order of their first question, and within a group in the order given. */
export function groupAlike<Item extends { readonly question: string }>(items: readonly Item[]): Item[][] {
  const tokens = items.map(({ question }) => new Set(segmentQuery(question)));
  const held = new Map<string, number>();
  for (const set of tokens) for (const token of set) held.set(token, (held.get(token) ?? 0) + 1);
  const { passages, holdersOf } = generalChinese();
  const weight = (token: string): number => Math.log((1 + items.length + passages) / (1 + (held.get(token) ?? 0) + holdersOf(token)));
  const weights = tokens.map((set) => sum([...set].map(weight)));

  /** Groups by the tokens of their first questions, so that only those are compared that share something. */
  const firstWith = new Map<string, number[]>();
  const groups: { readonly first: number; readonly items: Item[] }[] = [];
  for (const [index, item] of items.entries()) {
    const shared = new Map<number, number>();
    for (const token of tokens[index] ?? [])
      for (const group of firstWith.get(token) ?? []) shared.set(group, (shared.get(group) ?? 0) + weight(token));
    const own = weights[index] ?? 0;
    const [nearest] = [...shared]
      .map(([group, common]) => ({ group, share: common / (own + (weights[groups[group]?.first ?? 0] ?? 0) - common) }))
      .toSorted((one, other) => other.share - one.share || one.group - other.group);
    if (nearest && nearest.share >= leastShare) {
      groups[nearest.group]?.items.push(item);
      continue;
    }
    for (const token of tokens[index] ?? []) firstWith.set(token, [...(firstWith.get(token) ?? []), groups.length]);
    groups.push({ first: index, items: [item] });
  }
  return groups.map(({ items: alike }) => alike);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
