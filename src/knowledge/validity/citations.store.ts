// Which version names which document. Rows of others are read within a scope; the importer's queries say that they are unscoped.
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Scope } from '../../access/scope.ts';
import { citationIdSchema, type DocumentId, newId, type VersionId } from '../../base/ids.ts';
import type { Library } from '../library.store.ts';
import type { DocumentReference, ReferenceKind } from '../reading/reading.ts';
import { isFree, readableBy } from '../scope-filter.ts';
import type { LibrarySeal } from '../sealed-library.ts';
import type { LibraryTables } from '../tables.ts';
import { canonicalNumber, canonicalTitle, isMeant, type Named, titlesOf } from './cited-names.ts';

const citedSchema = z.object({ title: z.string(), number: z.string().nullable(), on: z.string().nullable() });

export interface Citation extends z.infer<typeof citedSchema> {
  readonly kind: ReferenceKind;
  readonly start: number;
  readonly end: number;
}

/** In place of those of an earlier reading. */
export async function writeCitations(
  transaction: Transaction<LibraryTables>,
  { citation }: LibrarySeal,
  versionId: VersionId,
  references: readonly DocumentReference[],
): Promise<void> {
  await transaction.deleteFrom('citation').where('version_id', '=', versionId).execute();
  if (references.length === 0) return;
  const rows = references.map(({ kind, title, number = null, on = null, start, end }, ordinal) => {
    const id = newId(citationIdSchema);
    return {
      id,
      version_id: versionId,
      ordinal,
      kind,
      number_key: number === null ? null : citation.numberKey(canonicalNumber(number)),
      title_key: citation.titleKey(canonicalTitle(title)),
      cited: citation.seal(id, { title, number, on }),
      reading_start: start,
      reading_end: end,
    };
  });
  await transaction.insertInto('citation').values(rows).execute();
}

/** In the order of the text. The caller has checked that the version may be read. */
export async function citationsOf(library: Library, { citation }: LibrarySeal, versionId: VersionId): Promise<Citation[]> {
  const rows = await library.selectFrom('citation').selectAll().where('version_id', '=', versionId).orderBy('ordinal').execute();
  return rows.map(({ id, kind, cited, reading_start: start, reading_end: end }) => ({
    ...citedSchema.parse(citation.open(id, cited)),
    kind,
    start,
    end,
  }));
}

export interface Citing extends Citation {
  readonly versionId: VersionId;
  readonly documentId: DocumentId;
  readonly title: string;
  /** Dates of the version that cites. */
  readonly effectiveOn: string | null;
  readonly publishedOn: string | null;
}

/** What names a document in a version that is searched, among what may be read; itself aside. */
export async function citingDocument(library: Library, sealed: LibrarySeal, scope: Scope, id: DocumentId, named: Named): Promise<Citing[]> {
  const { citation, document } = sealed;
  const numberKey = named.number === null ? null : citation.numberKey(canonicalNumber(named.number));
  const rows = await library
    .selectFrom('citation')
    .innerJoin('document_version', 'document_version.id', 'citation.version_id')
    .innerJoin('document', 'document.id', 'document_version.document_id')
    .where('document.id', '<>', id)
    .where('document.deleted_at', 'is', null)
    .where(isFree)
    .where(readableBy(scope))
    .where('document_version.state', '=', 'ready')
    .where('document_version.replaced_at', 'is', null)
    .where((where) =>
      where.or([where('number_key', '=', numberKey), where('title_key', 'in', titlesOf(named.title).map(citation.titleKey))]),
    )
    .orderBy('citation.id')
    .select(['citation.id', 'kind', 'cited', 'reading_start as start', 'reading_end as end', 'version_id as versionId'])
    .select(['document.id as documentId', 'document.title as sealedTitle', 'effective_on as effectiveOn', 'published_on as publishedOn'])
    .execute();
  return rows.flatMap(({ id: citationId, cited, sealedTitle, ...row }) => {
    const { title, ...said } = citedSchema.parse(citation.open(citationId, cited));
    if (!isMeant({ title, number: said.number }, named)) return [];
    return [{ ...row, ...said, title: document.openTitle(row.documentId, sealedTitle) }];
  });
}
