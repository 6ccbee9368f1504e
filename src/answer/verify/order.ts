// What comes first and what then: 先房户一致、后其他 against 先其他，再房户一致.
import type { Conflict } from './conflict.ts';
import { pairsOf, sharedPairs, type Statement } from './statement.ts';

const sequence = /先(?!进|后|前|行先试)(?<first>[^。；;]{2,24}?)[，,、]?(?:然后|之后|再|后)(?<after>[^。；;，,]{2,24})/g;

export function findOrderConflicts(claim: Statement, text: Statement): Conflict[] {
  const [claimed] = sequencesIn(claim);
  if (!claimed) return [];
  const turned = sequencesIn(text).find((told) => {
    const straight = shared(claimed.first, told.first) + shared(claimed.after, told.after);
    return shared(claimed.first, told.after) + shared(claimed.after, told.first) > straight;
  });
  return turned ? [{ kind: 'comparison', claim: `先${claimed.first}`, text: `先${turned.first}` }] : [];
}

function sequencesIn({ text }: Statement): { readonly first: string; readonly after: string }[] {
  return [...text.matchAll(sequence)].map(({ groups = {} }) => ({ first: groups['first'] ?? '', after: groups['after'] ?? '' }));
}

function shared(one: string, other: string): number {
  return sharedPairs(pairsOf(one), other);
}
