// The face of the editor's desk.
import type { Scope } from '../../access/scope.ts';
import { type Clock, todayInChina } from '../../base/clock.ts';
import type { Duplicate } from '../desk-contract.ts';
import type { Library } from '../library.store.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import { countFindings, type FindingCounts, likenedVersions, type Likened } from './desk.store.ts';
import { alikePairs } from './likeness.ts';

export interface Desk {
  report(scope: Scope): Promise<{ documents: number; counts: FindingCounts }>;
  duplicates(scope: Scope): Promise<{ duplicates: Duplicate[] }>;
}

/** Editions of one rule share about nine words in ten. */
const leastShare = 0.8;
const mostShown = 100;
/** 256 bytes each are compared in this process. */
const mostCompared = 20_000;

export function createDesk({
  library,
  sealed,
  clock,
}: {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly clock: Clock;
}): Desk {
  const shown = ({ documentId, versionId, name, title }: Likened) => ({
    documentId,
    versionId,
    title: sealed.document.openTitle(documentId, title),
    name: sealed.document.openName(documentId, name),
  });
  return {
    report: (scope) => countFindings(library, scope, todayInChina(clock)),
    async duplicates(scope) {
      const pairs = alikePairs(await likenedVersions(library, scope, mostCompared), leastShare);
      return {
        duplicates: pairs.slice(0, mostShown).map(({ left, right, share }) => ({
          kind: left.sha256 === right.sha256 ? 'same' : 'near',
          share,
          documents: [shown(left), shown(right)],
        })),
      };
    },
  };
}
