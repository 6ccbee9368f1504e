// What the passages of each version come to in the index: one walk over all rows and lists, in steps of a few milliseconds.
import type { VersionId } from '../../base/ids.ts';
import { Fingerprint } from './fingerprint.ts';
import type { PassageRows } from './passage-rows.ts';
import { frequencyOf, type PostingLists, rowOf } from './posting-lists.ts';

interface IndexedClass {
  readonly lists: PostingLists;
}
interface IndexedVersion {
  readonly facts: { readonly id: VersionId };
  readonly held: IndexedClass;
  readonly firstRow: number;
  readonly rowCount: number;
}
/** Rows without gaps. */
interface IndexedPassages {
  /** By slot. */
  readonly versions: readonly (IndexedVersion | undefined)[];
  readonly classes: Iterable<IndexedClass>;
  readonly rows: PassageRows;
}

const postingsPerStep = 100_000;
const passagesPerStep = 5000;

export function* fingerprintsInSteps({ versions, classes, rows }: IndexedPassages): Generator<void, Map<VersionId, string>> {
  const prints = versions.map(() => new Fingerprint());
  yield* inSteps(versions.entries(), passagesPerStep, ([slot, version]) => {
    const { firstRow = 0, rowCount = 0 } = version ?? {};
    for (let ordinal = 0; ordinal < rowCount; ordinal += 1)
      prints[slot]?.addPassage(ordinal, rows.idOf(firstRow + ordinal), rows.lengthOf(firstRow + ordinal));
    return rowCount;
  });
  for (const held of classes)
    yield* inSteps(held.lists.all(), postingsPerStep, ([token, postings]) => {
      for (const posting of postings) {
        const row = rowOf(posting);
        const slot = rows.slotOf(row);
        const version = versions[slot];
        // One in the lists of another class than its version's is never found by it.
        if (version?.held === held) prints[slot]?.addPosting(row - version.firstRow, token, frequencyOf(posting));
      }
      return postings.length;
    });
  return new Map(versions.flatMap((version, slot) => (version ? [[version.facts.id, String(prints[slot])]] : [])));
}

/** Works on one after the other, and stops for a moment whenever so much is done; `work` says how much each was. */
function* inSteps<Item>(items: Iterable<Item>, perStep: number, work: (item: Item) => number): Generator<void, void> {
  let done = 0;
  for (const item of items) {
    done += work(item);
    if (done < perStep) continue;
    yield;
    done = 0;
  }
}
