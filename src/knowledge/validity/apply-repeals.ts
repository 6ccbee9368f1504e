// A rule that says of another that it is repealed ends it, whichever of the two is imported first. By itself this happens only where
// the one document plainly stands over the other: same owner department or one above it, and no higher grade, so that what
// somebody may not see changes nothing for him. The rest waits for an editor.
import type { Transaction } from 'kysely';
import { gradeRank } from '../../base/grade.ts';
import type { DocumentId, VersionId } from '../../base/ids.ts';
import type { Entry, Ledger } from '../../ledger/ledger.ts';
import type { Library } from '../library.store.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import type { LibraryTables } from '../tables.ts';
import { citationsOf, citingDocument } from './citations.store.ts';
import { isMeant, type Named } from './cited-names.ts';
import { type Placed, placesOfDocuments, standingOf, type VersionStanding } from './standing.store.ts';

export const repealQueue = 'apply-repeals';

/** Versions that are searched, whatever their validity; the importer's, so unscoped. */
type FindNamed = (isWanted: (named: Named) => boolean) => Promise<VersionId[]>;

interface ApplyRepealsDependencies {
  readonly library: Library;
  readonly sealed: LibrarySeal;
  readonly ledger: Ledger;
  readonly findNamed: FindNamed;
}

interface Repeal {
  readonly by: DocumentId;
  readonly of: VersionStanding;
  /** First day no longer in force. */
  readonly on: string;
}

export async function applyRepeals(dependencies: ApplyRepealsDependencies, versionId: VersionId): Promise<void> {
  const { library, sealed, ledger } = dependencies;
  const [version] = await standingOf(library, sealed, [versionId]);
  if (!version) return;
  const repeals = [...(await repealsBy(dependencies, version)), ...(await repealsOf(dependencies, version))];
  const places = await placesOfDocuments(library, [version.documentId, ...repeals.flatMap(({ by, of }) => [by, of.documentId])]);
  for (const repeal of repeals) {
    if (!standsOver(places.get(repeal.by), places.get(repeal.of.documentId))) continue;
    await library.transaction().execute((transaction) => endVersion(transaction, ledger, repeal, reading));
  }
}

const reading: Entry['actor'] = { kind: 'system', id: 'reading' };

async function repealsBy({ library, sealed, findNamed }: ApplyRepealsDependencies, version: VersionStanding): Promise<Repeal[]> {
  const cited = (await citationsOf(library, sealed, version.id)).filter(({ kind }) => kind === 'repeals');
  if (cited.length === 0) return [];
  const found = await standingOf(library, sealed, await findNamed((named) => cited.some((one) => isMeant(one, named))));
  return found.flatMap((of) => {
    const meant = cited.find((one) => isMeant(one, of));
    const on = meant && (meant.on ?? version.effectiveOn ?? version.publishedOn);
    return on && of.documentId !== version.documentId && isBefore(of, on, meant.number !== null)
      ? [{ by: version.documentId, of, on }]
      : [];
  });
}

async function repealsOf({ library, sealed }: ApplyRepealsDependencies, of: VersionStanding): Promise<Repeal[]> {
  const citing = await citingDocument(library, sealed, 'all', of.documentId, of);
  return citing.flatMap(({ kind, documentId: by, on: said, number, effectiveOn, publishedOn }) => {
    const on = said ?? effectiveOn ?? publishedOn;
    return kind === 'repeals' && on !== null && isBefore(of, on, number !== null) ? [{ by, of, on }] : [];
  });
}

/** A later edition under the same title is not meant; one without dates only where its number was named. */
function isBefore({ effectiveOn, publishedOn, number }: VersionStanding, on: string, isByNumber: boolean): boolean {
  const begun = effectiveOn ?? publishedOn;
  return begun === null ? isByNumber && number !== null : begun < on;
}

function standsOver(over: Placed | undefined, under: Placed | undefined): boolean {
  if (!over || !under || gradeRank(over.grade) > gradeRank(under.grade)) return false;
  return over.departmentId === under.departmentId || (over.departmentId !== null && under.path.includes(over.departmentId));
}

/** Once for each pair of documents: what an editor sets afterwards stays. Resolves to whether anything changed. */
export async function endVersion(
  transaction: Transaction<LibraryTables>,
  ledger: Pick<Ledger, 'appendWithin'>,
  { by, of, on }: Repeal,
  actor: Entry['actor'],
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('document_version')
    .set({ expired_on: on, repealed_by: by })
    .where('id', '=', of.id)
    .where((where) => where.or([where('expired_on', 'is', null), where('expired_on', '>=', on)]))
    .where('repealed_by', 'is distinct from', by)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await ledger.appendWithin(transaction, {
    action: 'document-repealed',
    actor,
    subject: { kind: 'document', id: of.documentId },
    details: { version: of.id, by, on },
  });
  return true;
}
