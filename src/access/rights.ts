// The one place that decides what a caller may read and write. The policy engine is the judge; its decisions become lists of
// access classes, and those go into queries.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Grant } from '../base/grant.ts';
import { gradeRank } from '../base/grade.ts';
import type { AccessClassId, CollectionId, DepartmentId, PersonId } from '../base/ids.ts';
import type { Store } from '../store/store.ts';
import { readPolicy, type PolicyDecision, type PolicySet } from './policy/cedar.ts';
import type { Caller } from './access.ts';
import { permissionsOf } from './permissions-of-role.ts';
import { createDecisions, type DecisionInputs, type Decisions } from './policy/decisions.ts';
import { type EffectPage, effectPage } from './policy/effect.ts';
import type { Principal, RightsAction } from './policy/entities.ts';
import { type Examined, examinePolicy, type PolicyRule } from './policy/examine.ts';
import { maySee, mayWrite } from './policy/reach.ts';
import {
  type NamedPrincipal,
  readClasses,
  readClearance,
  readCollectionGrants,
  readMark,
  readPaths,
  readLatestPolicy,
  readPolicyText,
  readPrincipal,
  readPrincipals,
  type RightsDatabase,
  type RightsMark,
  type RightsTables,
} from './rights.store.ts';
import type { AccessClassAttributes, Scope, Writing } from './scope.ts';

export type { PolicyEffect } from './policy/effect.ts';
export { type Examined, faultSentence, type PolicyRule } from './policy/examine.ts';
export type { RightsAction } from './policy/entities.ts';
export { noteRightsChanged, type RightsTables } from './rights.store.ts';

export interface Rights {
  /** What this caller may read and write now. */
  of(caller: Omit<Principal, 'clearance'>): Promise<{ readonly scope: Scope; readonly writing: Writing }>;
  /** What this person may do and write by now, for what goes on in their name while they are away; nothing once the account is out of use. */
  standing(person: PersonId): Promise<Pick<Caller, 'permissions' | 'writing'> | undefined>;
  /** What is left of a scope up to the grade that this account is cleared for, whatever grants say. */
  withinClearance(person: PersonId, scope: Scope): Promise<Scope>;
  /** What visitors of an answer box may read: public documents, as far as the policy opens them to somebody of whom nothing is known. */
  ofVisitors(account: PersonId): Promise<Scope>;
  /** Whether, and by which rules of the policy. */
  explain(caller: Omit<Principal, 'clearance'>, action: RightsAction, wanted: AccessClassAttributes): Promise<PolicyDecision>;
  /** Everybody who may read what stands there, with the rules that let them. */
  readersOf(wanted: AccessClassAttributes): Promise<Reader[]>;
  /** From the department up to the root. */
  pathOf(department: DepartmentId | null): Promise<readonly DepartmentId[]>;
  /** Who is let into all documents of a collection. */
  collectionGrants(collection: CollectionId): Promise<readonly Grant[]>;
  policy(): Promise<PolicyInForce>;
  /** The text of a version, also of one that is no longer in force; nothing where there never was one. */
  policyText(number: number): Promise<string | undefined>;
  /** A text rule by rule, with what is wrong with it. */
  examinePolicy(text: string): Promise<Examined>;
  /** What would change if this text were in force, page by page; fails when it is no valid policy. */
  effectOf(text: string, from: number): Promise<EffectPage>;
}

export interface Reader extends NamedPrincipal {
  readonly rules: readonly PolicyRule[];
  readonly mayWrite: boolean;
}

export interface PolicyInForce {
  /** 0 is the policy that is shipped. */
  readonly number: number;
  readonly text: string;
  readonly rules: readonly PolicyRule[];
}

interface RightsNow extends DecisionInputs {
  readonly mark: RightsMark;
  readonly policy: PolicySet & PolicyInForce;
  readonly decisions: Decisions;
}

const policyFile = (name: string): Promise<string> => readFile(fileURLToPath(new URL(`policy/policies/${name}`, import.meta.url)), 'utf8');

export function createRights({ store }: { readonly store: Store }): Rights {
  const database: RightsDatabase = store.tables<RightsTables>();
  let current: RightsNow | undefined;

  /** As it stands now: the mark is read each time, the rest only when it has changed. */
  async function latest(): Promise<RightsNow> {
    const mark = await readMark(database);
    if (current?.mark.version === mark.version && current.mark.classCount === mark.classCount) return current;
    const policy = current?.mark.version === mark.version ? current.policy : await policyInForce();
    const [paths, classes, collectionGrants] = [
      await readPaths(database),
      await readClasses(database),
      await readCollectionGrants(database),
    ];
    current = { mark, policy, paths, classes, collectionGrants, decisions: createDecisions({ policy, paths, classes, collectionGrants }) };
    return current;
  }

  async function policyInForce(): Promise<PolicySet & PolicyInForce> {
    const { number, text } = (await readLatestPolicy(database)) ?? { number: 0, text: await policyFile('rights.cedar') };
    return { number, text, ...(await readPolicy(text, await policyFile('rights.cedarschema'))) };
  }

  const cleared = async (caller: Omit<Principal, 'clearance'>): Promise<Principal> => ({
    ...caller,
    clearance: await readClearance(database, caller.person),
  });

  async function rightsOf(principal: Principal): Promise<{ readonly scope: Scope; readonly writing: Writing }> {
    const { decisions } = await latest();
    const scope = decisions.allowed(principal, 'read');
    const readable = new Set(scope);
    return {
      scope,
      writing: {
        // Who may write and not read would write over what he cannot see.
        scope: decisions.allowed(principal, 'write').filter((id) => readable.has(id)),
        allows: (wanted) => (['read', 'write'] as const).every((action) => decisions.decide(principal, action, wanted).isAllowed),
      },
    };
  }

  return {
    of: async (caller) => rightsOf(await cleared(caller)),
    async standing(person) {
      const principal = await readPrincipal(database, person);
      return principal && { permissions: permissionsOf(principal.roles), writing: (await rightsOf(principal)).writing };
    },
    async withinClearance(person, scope) {
      const { classes } = await latest();
      const most = gradeRank(await readClearance(database, person));
      const isWithin = (id: AccessClassId): boolean => gradeRank(classes.get(id)?.grade ?? 'important') <= most;
      return scope === 'all' ? [...classes.keys()].filter(isWithin) : scope.filter(isWithin);
    },
    async ofVisitors(person) {
      const { classes, decisions } = await latest();
      const nobody: Principal = { person, departmentId: null, roles: new Set(), clearance: 'public' };
      return decisions.allowed(nobody, 'read').filter((id) => classes.get(id)?.grade === 'public');
    },
    async explain(caller, action, wanted) {
      return (await latest()).decisions.decide(await cleared(caller), action, wanted);
    },
    async readersOf(wanted) {
      const { decisions } = await latest();
      return (await readPrincipals(database)).flatMap((principal) => {
        const { isAllowed, rules } = maySee(decisions, principal, wanted);
        return isAllowed ? [{ ...principal, rules, mayWrite: mayWrite(decisions, principal, wanted).isAllowed }] : [];
      });
    },
    pathOf: async (department) => (department === null ? [] : ((await latest()).paths.get(department) ?? [])),
    collectionGrants: async (collection) => (await latest()).collectionGrants.get(collection) ?? [],
    async policy() {
      const { number, text, rules } = (await latest()).policy;
      return { number, text, rules };
    },
    policyText: async (number) => (number === 0 ? policyFile('rights.cedar') : readPolicyText(database, number)),
    examinePolicy: async (text) => examinePolicy(text, await policyFile('rights.cedarschema')),
    async effectOf(text, from) {
      const { decisions: before, ...now } = await latest();
      const policy = await readPolicy(text, await policyFile('rights.cedarschema'));
      const after = createDecisions({ ...now, policy });
      return effectPage({ before, after, places: now.classes, principals: await readPrincipals(database) }, from);
    },
  };
}
