// What another text of the policy would change: who would gain or lose the right to read or write, place by place.
import type { AccessClassId } from '../../base/ids.ts';
import type { NamedPrincipal } from '../rights.store.ts';
import type { AccessClassAttributes } from '../scope.ts';
import type { PolicyRule } from './examine.ts';
import type { Decisions } from './decisions.ts';
import type { Resource } from './entities.ts';
import { maySee, mayWrite } from './reach.ts';

type Right = 'read' | 'write';

/** One kind of people at one place, for whom something would change. */
export interface PolicyEffect {
  readonly place: Resource;
  /** All alike to the policy. */
  readonly people: Pair['people'];
  readonly gains: readonly Right[];
  readonly loses: readonly Right[];
  /** What decides on reading before and after. */
  readonly before: readonly PolicyRule[];
  readonly after: readonly PolicyRule[];
}

export interface EffectPage {
  readonly effects: readonly PolicyEffect[];
  /** Pairs of a place and a kind of people: those looked at up to here, and all. */
  readonly compared: number;
  readonly total: number;
}

export interface EffectInputs {
  readonly before: Decisions;
  readonly after: Decisions;
  readonly places: ReadonlyMap<AccessClassId, AccessClassAttributes>;
  readonly principals: readonly NamedPrincipal[];
}

/** A decision takes up to a millisecond, and a pair up to four of them: a page takes some seconds at the most. */
const pairsOfPage = 1000;
const effectsOfPage = 50;
/** Others are served meanwhile. */
const turnMs = 20;

/** From the pair `from` on, until the page is full. */
export async function effectPage(inputs: EffectInputs, from: number): Promise<EffectPage> {
  const pairs = pairsOf(inputs);
  const effects: PolicyEffect[] = [];
  const end = Math.min(pairs.length, from + pairsOfPage);
  let compared = Math.min(from, pairs.length);
  let turn = performance.now();
  for (; compared < end && effects.length < effectsOfPage; compared += 1) {
    const pair = pairs[compared];
    const effect = pair && effectOf(inputs, pair);
    if (effect) effects.push(effect);
    if (performance.now() - turn < turnMs) continue;
    await new Promise(setImmediate);
    turn = performance.now();
  }
  return { effects, compared, total: pairs.length };
}

interface Pair {
  readonly place: AccessClassAttributes;
  readonly people: readonly [NamedPrincipal, ...NamedPrincipal[]];
}

/** Places that the policies cannot tell apart stand for each other, and so do people. */
function pairsOf({ before, places, principals }: EffectInputs): Pair[] {
  const distinct = new Map([...places.values()].map((place) => [JSON.stringify(before.resourceOf(place)), place]));
  const kinds = Map.groupBy(principals, (principal) => `${before.kindOf(principal)} ${principal.isKey}`);
  const sorted = <Value>(map: ReadonlyMap<string, Value>): Value[] =>
    [...map].toSorted(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
  return sorted(distinct).flatMap((place) =>
    sorted(kinds).flatMap(([first, ...others]) => (first ? [{ place, people: [first, ...others] as const }] : [])),
  );
}

function effectOf({ before, after }: EffectInputs, { place, people }: Pair): PolicyEffect | undefined {
  const [one] = people;
  const was = { read: maySee(before, one, place), write: mayWrite(before, one, place) };
  const will = { read: maySee(after, one, place), write: mayWrite(after, one, place) };
  const rights: readonly Right[] = ['read', 'write'];
  const gains = rights.filter((right) => will[right].isAllowed && !was[right].isAllowed);
  const loses = rights.filter((right) => was[right].isAllowed && !will[right].isAllowed);
  if (gains.length + loses.length === 0) return undefined;
  const decisive: Right = was.read.isAllowed === will.read.isAllowed ? 'write' : 'read';
  return {
    place: before.resourceOf(place),
    people,
    gains,
    loses,
    before: was[decisive].rules,
    after: will[decisive].rules,
  };
}
