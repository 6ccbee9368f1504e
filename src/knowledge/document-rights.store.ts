// Where documents stand, for those who look at rights and not at content: no titles, no names.
import { type Kysely, sql } from 'kysely';
import { type AccessClassAttributes, accessClassAttributesSchema } from '../access/scope.ts';
import type { Grant } from '../base/grant.ts';
import type { AccessClassId, CollectionId, DocumentId, PersonId } from '../base/ids.ts';
import type { LibraryTables } from './tables.ts';

export interface DocumentRightsTables extends LibraryTables {
  person: { id: PersonId; display_name: string };
  collection_grant: { collection_id: CollectionId; subject: string; grant: string };
}
export type RightsLibrary = Kysely<DocumentRightsTables>;

export interface Standing {
  readonly classId: AccessClassId;
  readonly place: AccessClassAttributes;
}

/** Unscoped: whoever asks decides on the class whether the caller may know of the document. */
export async function standingOfAnyDocument(library: RightsLibrary, id: DocumentId): Promise<Standing | undefined> {
  const row = await library
    .selectFrom('document')
    .innerJoin('access_class', 'access_class.id', 'document.access_class_id')
    .where('document.id', '=', id)
    .select([
      'access_class.id as classId',
      'grade',
      'department_id as departmentId',
      'access_class.collection_id as collectionId',
      'grants',
    ])
    .executeTakeFirst();
  if (!row) return undefined;
  const { classId, ...place } = row;
  return { classId, place: accessClassAttributesSchema.parse(place) };
}

export async function placeOfClass(library: RightsLibrary, id: AccessClassId): Promise<AccessClassAttributes | undefined> {
  const row = await library
    .selectFrom('access_class')
    .select(['grade', 'department_id as departmentId', 'collection_id as collectionId', 'grants'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row && accessClassAttributesSchema.parse(row);
}

/** Unscoped: for those who look after collections and need not see what lies in them. */
export async function listAllCollections(library: RightsLibrary): Promise<{ id: CollectionId; name: string }[]> {
  return library.selectFrom('collection').select(['id', 'name']).orderBy('name').execute();
}

/** Resolves to how many there are then; to nothing when there is no such collection. */
export async function replaceCollectionGrants(
  library: RightsLibrary,
  id: CollectionId,
  grants: readonly Grant[],
): Promise<number | undefined> {
  if (!(await library.selectFrom('collection').select('id').where('id', '=', id).executeTakeFirst())) return undefined;
  await library.deleteFrom('collection_grant').where('collection_id', '=', id).execute();
  const rows = new Map(grants.map((grant) => [`${grant.to} ${grant.id} ${grant.action}`, JSON.stringify(grant)]));
  if (rows.size > 0)
    await library
      .insertInto('collection_grant')
      .values([...rows].map(([subject, grant]) => ({ collection_id: id, subject, grant })))
      .execute();
  return rows.size;
}

/** How many documents stand in each class; empty classes are left out. */
export async function countByClass(library: RightsLibrary): Promise<(Standing & { documentCount: number })[]> {
  const rows = await library
    .selectFrom('access_class')
    .innerJoin('document', 'document.access_class_id', 'access_class.id')
    .where('document.deleted_at', 'is', null)
    .groupBy(['access_class.id', 'grade', 'department_id', 'access_class.collection_id', 'grants'])
    .select([
      'access_class.id as classId',
      'grade',
      'department_id as departmentId',
      'access_class.collection_id as collectionId',
      'grants',
    ])
    .select(({ fn }) => fn.countAll<number>().as('documentCount'))
    .orderBy('access_class.id')
    .execute();
  return rows.map(({ classId, documentCount, ...place }) => ({ classId, documentCount, place: accessClassAttributesSchema.parse(place) }));
}

export interface Names {
  readonly departments: ReadonlyMap<string, string>;
  readonly people: ReadonlyMap<string, string>;
  readonly collections: ReadonlyMap<string, string>;
}

/** Names of the ids given, whatever they are ids of. */
export async function namesOf(library: RightsLibrary, ids: readonly string[]): Promise<Names> {
  const listed = sql<boolean>`id::text = any(${[...new Set(ids)]}::text[])`;
  const [departments, people, collections] = [
    await library.selectFrom('department').select(['id', 'name']).where(listed).execute(),
    await library.selectFrom('person').select(['id', 'display_name as name']).where(listed).execute(),
    await library.selectFrom('collection').select(['id', 'name']).where(listed).execute(),
  ];
  const mapped = (rows: readonly { id: string; name: string }[]) => new Map(rows.map(({ id, name }): [string, string] => [id, name]));
  return { departments: mapped(departments), people: mapped(people), collections: mapped(collections) };
}

export interface PersonGrant {
  readonly person: PersonId;
  readonly action: 'read' | 'write';
  readonly documents: readonly string[];
}

/** Grants to single people who are in use, on documents and on collections. */
export async function listPersonGrants(library: RightsLibrary): Promise<PersonGrant[]> {
  const { rows } = await sql<PersonGrant>`
    select person.id as person, given.action, array_agg(distinct given.document) as documents
    from (
      select one->>'id' as person, one->>'action' as action, document.id::text as document
      from document join access_class on access_class.id = document.access_class_id
        cross join lateral jsonb_array_elements(access_class.grants) as one
      where one->>'to' = 'person' and document.deleted_at is null
      union all
      select "grant"->>'id', "grant"->>'action', document.id::text
      from collection_grant join document on document.collection_id = collection_grant.collection_id
      where "grant"->>'to' = 'person' and document.deleted_at is null
    ) as given join person on person.id::text = given.person
    where person.state = 'active'
    group by person.id, given.action order by person.id, given.action`.execute(library);
  return rows;
}
