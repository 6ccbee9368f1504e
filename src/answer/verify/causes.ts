// Why something is so must be said by the text: 因报价过高被否决 where it was for want of a deposit.
import type { Conflict } from './conflict.ts';
import { pairsOf, sharedPairs, type Statement } from './statement.ts';

const claimed: readonly RegExp[] = [
  /(?:^|[，,；;。])(?:因为|由于|鉴于)(?<cause>[^，,；;。]{2,30})[，,](?<effect>[^；;。]{4,40})/g,
  /(?:^|[，,；;。])因(?!此|而|为|地|人|故)(?<cause>[^，,；;。]{2,30})[，,](?<effect>[^；;。]{4,40})/g,
  /(?<effect>[^，,；;。因]{2,30})因(?!此|而|为|地|人|素|故)(?<cause>[^，,；;。]{2,20}?)(?=被|而|受|遭|未能|无法|不能|终止|停)(?<more>[^，,；;。]{2,20})/g,
  /(?<effect>[^，,；;。]{2,30})(?:系|是因为?|是由于?|由)(?<cause>[^，,；;。]{2,30}?)(?:所致|引起|引发|导致|造成)的?(?=[，,；;。]|$)/g,
  /(?<effect>[^，,；;。]{2,30})的(?:主要|直接|首要)?原因(?:是|为|在于)(?<cause>[^，,；;。]{2,40})/g,
  /(?<cause>[^，,；;。]{2,30})是(?<effect>[^，,；;。]{2,30})的(?:主要|直接|首要)?原因/g,
  /(?<effect>[^，,；;。]{2,30}?)主要(?:是|系)(?<cause>[^，,；;。]{2,20}(?:超标|不足|过高|过低|偏高|偏低|缺乏|缺少|故障|失误))/g,
];
const knownShare = 0.5;
/** Of the cause less than this stands anywhere in the text. */
const leastOfCause = 0.25;

export function findCauseConflicts(claim: Statement, text: Statement): Conflict[] {
  return claimed
    .flatMap((pattern) => [...claim.text.matchAll(pattern)].flatMap(({ groups = {} }) => conflictOf(groups, text) ?? []))
    .slice(0, 1);
}

function conflictOf(
  { cause = '', effect = '', more = '' }: Readonly<Record<string, string | undefined>>,
  text: Statement,
): Conflict | undefined {
  const [why, what] = [pairsOf(cause.replace(/^(?:因为|由于|因)/, '')), pairsOf(effect + more)];
  if (why.size === 0 || what.size === 0) return undefined;
  const segments = text.text.split(/[。；;]/);
  const best = (wanted: ReadonlySet<string>): { readonly at: number; readonly share: number } =>
    segments
      .map((segment, at) => ({ at, share: sharedPairs(wanted, segment) / wanted.size }))
      .reduce((most, one) => (one.share > most.share ? one : most), { at: -1, share: 0 });
  const [there, here] = [best(why), best(what)];
  if (here.share < knownShare) return undefined;
  if (there.share < leastOfCause) return { kind: 'cause', claim: cause, text: null };
  const told = toldCauses(segments[here.at] ?? '');
  if (told.length > 0 && told.every((one) => sharedPairs(why, one) < leastOfCause * 2 * why.size && sharedPairs(pairsOf(one), cause) === 0))
    return { kind: 'cause', claim: cause, text: told[0] ?? null };
  if (there.share < knownShare) return undefined;
  const where = segments[there.at] ?? '';
  const isTogether =
    sharedPairs(what, where) >= knownShare * what.size || Math.abs(there.at - here.at) <= 1
      ? linking.test(where) || there.at === here.at
      : linking.test(where);
  return isTogether ? undefined : { kind: 'cause', claim: cause, text: segments[here.at] ?? null };
}

/** What the sentence itself gives as its reason. */
function toldCauses(segment: string): string[] {
  return [...segment.matchAll(/(?:因为|因(?![此而为地人素故])|由于|鉴于|系)(?<cause>[^，,；;。]{2,30})/g)].map(
    ({ groups = {} }) => groups['cause'] ?? '',
  );
}

const linking = /因|由于|鉴于|系|所致|引起|引发|导致|造成|致使|原因|为了?|故|以便|以致|改造|施工/;
