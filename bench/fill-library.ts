// Puts texts straight into the library's tables, one document per title, so that engines are measured without the reader.
import type { Kysely } from 'kysely';
import { claimAccessClass } from '../src/access/access-class.ts';
import { claimDepartment } from '../src/access/departments.ts';
import { type Grade, grades } from '../src/base/grade.ts';
import {
  type AccessClassId,
  type CollectionId,
  collectionIdSchema,
  type DocumentId,
  documentIdSchema,
  newId,
  type PassageId,
  passageIdSchema,
  type VersionId,
  versionIdSchema,
} from '../src/base/ids.ts';
import { segmentForIndex } from '../src/knowledge/search/segment.ts';
import { packTokens } from '../src/knowledge/search/token-hash.ts';
import type { LibraryTables } from '../src/knowledge/tables.ts';
import { testHash } from '../test/support/token-hash.ts';

export interface LibraryText {
  readonly title: string;
  readonly text: string;
}

export const departments = ['民政局', '财政局', '住建局', '教育局', '卫健委'] as const;
const firstYear = 1996;
const years = 30;
const passagesPerInsert = 200;

/** One access class for each department and grade, in turn. */
async function claimClasses(
  library: Kysely<LibraryTables>,
  collectionId: CollectionId,
  gradesInTurn: readonly Grade[],
): Promise<AccessClassId[]> {
  const now = new Date();
  const ids: AccessClassId[] = [];
  for (let turn = 0; turn < departments.length * gradesInTurn.length; turn += 1) {
    const departmentId = await claimDepartment(library, departments[turn % departments.length] ?? '', now);
    const grade = gradesInTurn[turn % gradesInTurn.length] ?? 'public';
    ids.push(await claimAccessClass(library, { grade, departmentId, collectionId, grants: [] }, now));
  }
  return ids;
}

/** Classes of the documents that these departments own with these grades. */
export async function classesOf(
  library: Kysely<LibraryTables>,
  owners: readonly string[],
  withGrades: readonly Grade[],
): Promise<AccessClassId[]> {
  const rows = await library
    .selectFrom('access_class')
    .innerJoin('department', 'department.id', 'access_class.department_id')
    .where('department.name', 'in', [...owners])
    .where('grade', 'in', [...withGrades])
    .select('access_class.id')
    .execute();
  return rows.map(({ id }) => id);
}

/** The first day in force of the n-th document. */
export function effectiveOnOf(turn: number): string {
  return `${firstYear + (turn % years)}-01-01`;
}

/** Ids of the passages, in the order of the texts. Departments, grades and first days in force go round in turn. */
export async function fillLibrary(
  library: Kysely<LibraryTables>,
  texts: readonly LibraryText[],
  gradesInTurn: readonly Grade[] = grades,
): Promise<PassageId[]> {
  const collectionId = newId(collectionIdSchema);
  await library.insertInto('collection').values({ id: collectionId, name: collectionId, created_at: new Date() }).execute();
  const documents = new Map<string, NewDocument>();
  const classes = await claimClasses(library, collectionId, gradesInTurn);
  for (const { title } of texts) {
    if (documents.has(title)) continue;
    const accessClassId = classes[documents.size % classes.length];
    if (accessClassId === undefined) throw new RangeError('There are no grades.');
    documents.set(title, await addDocument(library, { collectionId, accessClassId, title, turn: documents.size }));
  }
  const ids: PassageId[] = [];
  for (let from = 0; from < texts.length; from += passagesPerInsert) {
    const passages = texts.slice(from, from + passagesPerInsert).map((text) => toPassage(text, documents.get(text.title)));
    await library.insertInto('passage').values(passages).execute();
    ids.push(...passages.map(({ id }) => id));
  }
  // Searchable once all passages are there, as after an import.
  for (const { versionId, passageCount } of documents.values())
    await library
      .updateTable('document_version')
      .set({ state: 'ready', passage_count: passageCount })
      .where('id', '=', versionId)
      .execute();
  return ids;
}

interface NewDocument {
  readonly documentId: DocumentId;
  readonly versionId: VersionId;
  passageCount: number;
}

async function addDocument(
  library: Kysely<LibraryTables>,
  {
    collectionId,
    accessClassId,
    title,
    turn,
  }: { readonly collectionId: CollectionId; readonly accessClassId: AccessClassId; readonly title: string; readonly turn: number },
): Promise<NewDocument> {
  const documentId = newId(documentIdSchema);
  const versionId = newId(versionIdSchema);
  await library
    .insertInto('document')
    .values({
      id: documentId,
      collection_id: collectionId,
      name: documentId,
      title,
      access_class_id: accessClassId,
      created_at: new Date(),
      deleted_at: null,
    })
    .execute();
  await library
    .insertInto('document_version')
    .values({
      id: versionId,
      document_id: documentId,
      number: 1,
      sha256: '',
      byte_length: 0,
      state: 'reading',
      recipe: testHash.recipe,
      reason: null,
      format: 'txt',
      encoding: null,
      page_count: null,
      document_number: null,
      issuer: null,
      published_on: null,
      effective_on: effectiveOnOf(turn),
      expired_on: null,
      dates_given: false,
      replaced_at: null,
      imported_at: new Date(),
      reading: null,
    })
    .execute();
  return { documentId, versionId, passageCount: 0 };
}

function toPassage({ title, text }: LibraryText, document: NewDocument | undefined) {
  if (!document) throw new RangeError('A text came before its document.');
  const ordinal = document.passageCount;
  document.passageCount += 1;
  return {
    id: newId(passageIdSchema),
    document_id: document.documentId,
    version_id: document.versionId,
    ordinal,
    heading_path: [],
    article: null,
    paragraph: ordinal,
    page: null,
    reading_start: 0,
    reading_end: text.length,
    text,
    tokens: packTokens(segmentForIndex({ title, headingPath: [], text }), testHash),
    origin: '[]',
  };
}
