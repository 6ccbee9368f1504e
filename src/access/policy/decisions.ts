// Decisions for one state of departments, classes, grants and policy. What the policies cannot tell apart is decided once.
import type { AccessClassId, CollectionId, DepartmentId } from '../../base/ids.ts';
import type { Grant } from '../../base/grant.ts';
import type { AccessClassAttributes } from '../scope.ts';
import type { PolicyDecision, PolicySet } from './cedar.ts';
import { type Principal, type Resource, requestOf, type RightsAction } from './entities.ts';

export interface DecisionInputs {
  readonly policy: PolicySet;
  readonly paths: ReadonlyMap<DepartmentId, readonly DepartmentId[]>;
  readonly classes: ReadonlyMap<AccessClassId, AccessClassAttributes>;
  readonly collectionGrants: ReadonlyMap<CollectionId, readonly Grant[]>;
}

export interface Decisions {
  decide(principal: Principal, action: RightsAction, wanted: AccessClassAttributes): PolicyDecision;
  /** What the policies know of a principal: those who agree in it are the same to them. */
  kindOf(principal: Principal): string;
  /** What the policies know of a class. */
  resourceOf(place: AccessClassAttributes): Resource;
  /** The classes on which the principal may do this. */
  allowed(principal: Principal, action: RightsAction): readonly AccessClassId[];
}

/** Callers that differ for the policies, and the lists of classes that belong to them. */
const keptPrincipals = 2000;

export function createDecisions({ policy, paths, classes, collectionGrants }: DecisionInputs): Decisions {
  const decided = new Map<string, PolicyDecision>();
  const lists = new Map<string, readonly AccessClassId[]>();
  const resourceOf = ({ grade, departmentId, collectionId, grants }: AccessClassAttributes): Resource => ({
    grade,
    departmentId,
    grants: [...grants, ...(collectionGrants.get(collectionId) ?? [])],
  });
  const namedPersons = new Set(
    [...classes.values()].flatMap((one) => resourceOf(one).grants.flatMap(({ to, id }) => (to === 'person' ? [id as string] : []))),
  );
  const pathOf = (id: DepartmentId): readonly DepartmentId[] => paths.get(id) ?? [id];

  const decide = (principal: Principal, action: RightsAction, wanted: AccessClassAttributes): PolicyDecision => {
    const resource = resourceOf(wanted);
    const isNamed = resource.grants.some(({ to, id }) => to === 'person' && id === principal.person);
    const key = JSON.stringify([action, principalKey(principal, isNamed), resource]);
    const known = decided.get(key);
    if (known) return known;
    const decision = policy.decide(requestOf(principal, action, resource, pathOf));
    if (decided.size >= keptPrincipals * 50) decided.clear();
    decided.set(key, decision);
    return decision;
  };

  const kindOf = (principal: Principal): string => principalKey(principal, namedPersons.has(principal.person));

  return {
    decide,
    kindOf,
    resourceOf,
    allowed(principal, action) {
      const key = `${action} ${kindOf(principal)}`;
      const known = lists.get(key);
      if (known) return known;
      const list = [...classes].filter(([, attributes]) => decide(principal, action, attributes).isAllowed).map(([id]) => id);
      if (lists.size >= keptPrincipals) lists.clear();
      lists.set(key, list);
      return list;
    },
  };
}

/** All that the policies know of a caller; who it is counts only where a grant names them. */
function principalKey({ person, departmentId, roles, clearance }: Principal, isNamed: boolean): string {
  return [departmentId ?? '-', clearance, [...roles].toSorted().join('+'), isNamed ? person : '-'].join('/');
}
