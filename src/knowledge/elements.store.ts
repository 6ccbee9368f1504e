// Elements as they are kept with a version. Reading takes the caller's scope.
import type { Scope } from '../access/scope.ts';
import type { AccessClassId, DocumentId, VersionId } from '../base/ids.ts';
import type { Library } from './library.store.ts';
import { readableBy } from './scope-filter.ts';
import type { LibrarySeal } from './sealed-library.ts';
import { type KeptElements, parseKept } from './settled-elements.ts';

export interface VersionElements {
  readonly documentId: DocumentId;
  readonly access_class_id: AccessClassId;
  readonly kept: KeptElements;
  /** Its text comes from text recognition, whole or in part. */
  readonly isRecognised: boolean;
}

/** Of a version whose document the caller may read. */
export async function findElements(
  library: Library,
  { version }: LibrarySeal,
  scope: Scope,
  id: VersionId,
): Promise<VersionElements | undefined> {
  const row = await library
    .selectFrom('document_version')
    .innerJoin('document', 'document.id', 'document_id')
    .where('document_version.id', '=', id)
    .where(readableBy(scope))
    .select(['document.id as documentId', 'access_class_id', 'elements', 'settled', 'flags'])
    .executeTakeFirst();
  if (!row) return undefined;
  const kept = parseKept(version.openElements(id, row.elements), version.openSettled(id, row.settled));
  return { documentId: row.documentId, access_class_id: row.access_class_id, kept, isRecognised: row.flags.includes('ocr') };
}

/** Of the version before this one, for what was said of it. The importer's, so unscoped. */
export async function elementsOfPredecessor(
  library: Library,
  { version }: LibrarySeal,
  documentId: DocumentId,
  number: number,
): Promise<KeptElements> {
  const row = await library
    .selectFrom('document_version')
    .where('document_id', '=', documentId)
    .where('number', '<', number)
    .where('elements', 'is not', null)
    .orderBy('number', 'desc')
    .limit(1)
    .select(['id', 'elements', 'settled'])
    .executeTakeFirst();
  return row ? parseKept(version.openElements(row.id, row.elements), version.openSettled(row.id, row.settled)) : { read: [], settled: [] };
}
