// A caller and an access class as the policy engine sees them.
import type { EntityJson, EntityUidJson, TypeAndId } from '@cedar-policy/cedar-wasm/nodejs';
import { type Grade, gradeRank } from '../../base/grade.ts';
import type { DepartmentId, PersonId } from '../../base/ids.ts';
import type { Role } from '../../base/roles.ts';
import type { Grant } from '../../base/grant.ts';
import type { PolicyRequest } from './cedar.ts';

/** Who asks, as the policies know them. */
export interface Principal {
  readonly person: PersonId;
  readonly departmentId: DepartmentId | null;
  readonly roles: ReadonlySet<Role>;
  /** The highest grade they may come near. */
  readonly clearance: Grade;
}

export type RightsAction = 'read' | 'write' | 'manage' | 'inspect';

/** What of an access class the policies know. */
export interface Resource {
  readonly grade: Grade;
  readonly departmentId: DepartmentId | null;
  /** Of the documents themselves and of their collection. */
  readonly grants: readonly Grant[];
}

/** From a department up to the root; empty for one that is not known. */
export type DepartmentPath = (id: DepartmentId) => readonly DepartmentId[];

export function requestOf(principal: Principal, action: RightsAction, resource: Resource, pathOf: DepartmentPath): PolicyRequest {
  const mentioned = [
    principal.departmentId,
    resource.departmentId,
    ...resource.grants.map((grant) => (grant.to === 'department' ? grant.id : null)),
  ];
  const departments = new Set(mentioned.flatMap((id) => (id === null ? [] : [id, ...pathOf(id)])));
  return {
    principal: person(principal.person),
    action,
    resource: theClass,
    entities: [
      personEntity(principal),
      ...[...principal.roles].map((role) => ({ uid: uid('Role', role), attrs: {}, parents: [] })),
      ...[...departments].map((id) => departmentEntity(id, pathOf)),
      classEntity(resource),
    ],
  };
}

const theClass: TypeAndId = { type: 'AccessClass', id: 'asked' };
const uid = (type: string, id: string): TypeAndId => ({ type, id });
const person = (id: PersonId): TypeAndId => uid('Person', id);
const reference = (type: string, id: string): { __entity: TypeAndId } => ({ __entity: uid(type, id) });

function personEntity({ person: id, departmentId, roles, clearance }: Principal): EntityJson {
  const parents: EntityUidJson[] = [...roles].map((role) => uid('Role', role));
  if (departmentId !== null) parents.push(uid('Department', departmentId));
  const department = departmentId === null ? {} : { department: reference('Department', departmentId) };
  return { uid: person(id), attrs: { clearance: gradeRank(clearance), ...department }, parents };
}

function departmentEntity(id: DepartmentId, pathOf: DepartmentPath): EntityJson {
  const above = pathOf(id)[1];
  return { uid: uid('Department', id), attrs: {}, parents: above === undefined ? [] : [uid('Department', above)] };
}

function classEntity({ grade, departmentId, grants }: Resource): EntityJson {
  const granted = (action: Grant['action']) => {
    const named = (to: Grant['to'], type: string) =>
      grants.filter((grant) => grant.to === to && grant.action === action).map(({ id }) => reference(type, id));
    return { persons: named('person', 'Person'), departments: named('department', 'Department'), roles: named('role', 'Role') };
  };
  const owner = departmentId === null ? {} : { owner: reference('Department', departmentId) };
  return {
    uid: theClass,
    attrs: { grade, rank: gradeRank(grade), grantedRead: granted('read'), grantedWrite: granted('write'), ...owner },
    parents: [],
  };
}
