// Compares the index with the database, version by version: what was read from a snapshot must come to the same as what would be
// made from the stored tokens. The database decides; what changes meanwhile is left to the next look.
import type { Kysely } from 'kysely';
import type { VersionId } from '../../base/ids.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import type { LibraryTables } from '../tables.ts';
import { fingerprintOf } from './fingerprint.ts';
import { batchesOf, readChanges, readTokens, type VersionChange } from './index-feed.store.ts';
import type { LibraryIndex, VersionFacts } from './library-index.ts';
import type { TokenHash } from './token-hash.ts';

export interface IndexSource {
  readonly library: Kysely<LibraryTables>;
  readonly sealed?: LibrarySeal | undefined;
  readonly hash: TokenHash;
}

/** The index beside what the database says of versions at nearly the same moment. */
export interface OwnComparison {
  /** Those that are searched according to the database. */
  readonly held: ReadonlyMap<VersionId, VersionChange>;
  /** Those that the index has otherwise, or that only one of the two has: in this moment, or until the index has caught up. */
  readonly misplaced: readonly VersionId[];
}

export async function compareOwn({ library, sealed }: IndexSource, index: LibraryIndex): Promise<OwnComparison> {
  const { changes } = await readChanges(library, undefined, sealed);
  const held = new Map(changes.filter(({ isHeld }) => isHeld).map((change) => [change.facts.id, change]));
  const otherwise = [...held.values()].map(({ facts }) => facts).filter((facts) => !isSame(index.factsOf(facts.id), facts));
  const surplus = [...index.versions()].filter((id) => !held.has(id));
  return { held, misplaced: [...otherwise.map(({ id }) => id), ...surplus] };
}

function isSame(own: VersionFacts | undefined, { mark, accessClass, isOpenToAll }: VersionFacts): boolean {
  return own?.mark === mark && own.accessClass === accessClass && own.isOpenToAll === isOpenToAll;
}

/** Versions in the index as they are now in the database, whose stored tokens are those that it has. */
export function comparable({ held, misplaced }: OwnComparison, { recipe }: TokenHash): VersionChange[] {
  const others = new Set(misplaced);
  return [...held.values()].filter((change) => change.recipe === recipe && !others.has(change.facts.id));
}

/** Of every version in the index, which must not change meanwhile. Others are served in between. */
export async function fingerprintsOf(index: LibraryIndex): Promise<ReadonlyMap<VersionId, string>> {
  const working = index.fingerprints();
  let step = working.next();
  for (; !step.done; step = working.next()) await new Promise((resolve) => setImmediate(resolve));
  return step.value;
}

/** Goes through the stored tokens of versions; yields those whose fingerprint is another one. */
export async function* compareTokens(
  { library, sealed, hash }: IndexSource,
  versions: readonly VersionChange[],
  fingerprints: ReadonlyMap<VersionId, string>,
): AsyncGenerator<{ readonly done: number; readonly differing: VersionId[] }> {
  let done = 0;
  for (const batch of batchesOf(versions)) {
    const stored = await readTokens(library, batch, hash, sealed);
    done += batch.length;
    const ids = batch.map(({ facts }) => facts.id);
    yield { done, differing: ids.filter((id) => fingerprints.get(id) !== fingerprintOf(stored.get(id) ?? [])) };
  }
}
