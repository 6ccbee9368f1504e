// Rights as the contract shows them: ids with their names.
import type { PolicyRule, Reader } from '../access/rights.ts';
import type { AccessClassAttributes } from '../access/scope.ts';
import type { Grant } from '../base/grant.ts';
import type { DepartmentId } from '../base/ids.ts';
import type { Names } from './document-rights.store.ts';
import type { DocumentRights } from './rights-contract.ts';

type All = NonNullable<DocumentRights['all']>;
interface PlacedGrant {
  readonly grant: Grant;
  readonly of: 'document' | 'collection';
}

/** More are counted and not listed. */
const shownReaders = 200;

export function grantsOfDocument({ grants }: AccessClassAttributes, ofCollection: readonly Grant[]): PlacedGrant[] {
  return [
    ...grants.map((grant) => ({ grant, of: 'document' as const })),
    ...ofCollection.map((grant) => ({ grant, of: 'collection' as const })),
  ];
}

/** `path` runs from the owner up to the top. */
export function presentPlace(place: AccessClassAttributes, path: readonly DepartmentId[], names: Names): DocumentRights['place'] {
  return {
    grade: place.grade,
    ownerPath: path.toReversed().map((id) => ({ id, name: names.departments.get(id) ?? '' })),
    collection: { id: place.collectionId, name: names.collections.get(place.collectionId) ?? '' },
  };
}

export function presentGrants(grants: readonly PlacedGrant[], { departments, people }: Names): All['grants'] {
  return grants.map(({ grant, of }) => ({ grant, of, name: departments.get(grant.id) ?? people.get(grant.id) ?? grant.id }));
}

export function presentReaders(readers: readonly Reader[], { departments }: Names): All['readers'] {
  return readers.slice(0, shownReaders).map(({ person, displayName, departmentId, roles, mayWrite, rules }) => ({
    id: person,
    displayName,
    departmentId,
    department: departmentId === null ? '' : (departments.get(departmentId) ?? ''),
    roles: [...roles],
    mayWrite,
    rules: presentRules(rules),
  }));
}

export function presentRules(rules: readonly PolicyRule[]): All['readers'][number]['rules'] {
  return rules.map(({ id, zh, en }) => ({ id, zh, en }));
}
