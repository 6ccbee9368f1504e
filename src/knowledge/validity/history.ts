// The life of a rule from the dates of its versions: announced, in force, amended, repealed, expired.
import type { DocumentId, VersionId } from '../../base/ids.ts';
import type { Period, ValidityEvent } from '../validity-contract.ts';
import { validityOn } from '../validity.ts';
import type { Citing } from './citations.store.ts';

export interface HistoryVersion {
  readonly id: VersionId;
  readonly number: number;
  readonly publishedOn: string | null;
  readonly effectiveOn: string | null;
  readonly expiredOn: string | null;
  readonly isReplaced: boolean;
  readonly repealedBy: DocumentId | null;
  readonly origin: Period['origin'];
}

export function periodOf(version: HistoryVersion, today: string): Period {
  const { id, number, effectiveOn, expiredOn, origin } = version;
  return { versionId: id, number, from: effectiveOn, until: expiredOn, validity: validityOn(today, version), origin };
}

const order: Readonly<Record<ValidityEvent['kind'], number>> = { announced: 0, repealed: 1, expired: 1, amended: 2, 'in-force': 3 };

/** In order of time. `titles` has the documents that may be named. */
export function eventsOf(
  versions: readonly HistoryVersion[],
  citing: readonly Citing[],
  titles: ReadonlyMap<DocumentId, string>,
): ValidityEvent[] {
  const newest = versions[0]?.number ?? 0;
  const amendments = citing.flatMap(({ kind, documentId, title, effectiveOn, publishedOn }): ValidityEvent[] => {
    const day = effectiveOn ?? publishedOn;
    return kind === 'amends' && day !== null ? [{ day, kind: 'amended', number: newest, by: { documentId, title } }] : [];
  });
  return [...versions.flatMap((version) => ownEvents(version, versions, titles)), ...amendments].toSorted(
    (left, right) => left.day.localeCompare(right.day) || order[left.kind] - order[right.kind],
  );
}

function ownEvents(
  { number, publishedOn, effectiveOn, expiredOn, repealedBy }: HistoryVersion,
  versions: readonly HistoryVersion[],
  titles: ReadonlyMap<DocumentId, string>,
): ValidityEvent[] {
  const event = (kind: ValidityEvent['kind'], day: string | null, by: ValidityEvent['by'] = null): ValidityEvent[] =>
    day === null ? [] : [{ day, kind, number, by }];
  const isSucceeded = versions.some((later) => later.number > number && later.effectiveOn === expiredOn);
  const title = repealedBy === null ? undefined : titles.get(repealedBy);
  const by = repealedBy !== null && title !== undefined ? { documentId: repealedBy, title } : null;
  const end = repealedBy !== null ? event('repealed', expiredOn, by) : event(isSucceeded ? 'amended' : 'expired', expiredOn);
  return [...event('announced', publishedOn), ...event('in-force', effectiveOn), ...end];
}
