// The one place that decides what a caller may read and write. The policy engine is the judge; its decisions become lists of
// access classes, and those go into queries.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Grant } from '../base/grant.ts';
import { gradeRank } from '../base/grade.ts';
import type { AccessClassId, CollectionId, DepartmentId, PersonId } from '../base/ids.ts';
import type { Store } from '../store/store.ts';
import { readPolicy, type PolicyDecision, type PolicyRule, type PolicySet } from './policy/cedar.ts';
import { createDecisions, type Decisions } from './policy/decisions.ts';
import type { Principal, RightsAction } from './policy/entities.ts';
import {
  type NamedPrincipal,
  readClasses,
  readClearance,
  readCollectionGrants,
  readMark,
  readPaths,
  readPolicyText,
  readPrincipals,
  type RightsDatabase,
  type RightsMark,
  type RightsTables,
} from './rights.store.ts';
import type { AccessClassAttributes, Scope, Writing } from './scope.ts';

export type { PolicyRule } from './policy/cedar.ts';
export type { RightsAction } from './policy/entities.ts';
export { noteRightsChanged, type RightsTables } from './rights.store.ts';

export interface Rights {
  /** What this caller may read and write now. */
  of(caller: Omit<Principal, 'clearance'>): Promise<{ readonly scope: Scope; readonly writing: Writing }>;
  /** What is left of a scope up to the grade that this account is cleared for, whatever grants say. */
  withinClearance(person: PersonId, scope: Scope): Promise<Scope>;
  /** Whether, and by which rules of the policy. */
  explain(caller: Omit<Principal, 'clearance'>, action: RightsAction, wanted: AccessClassAttributes): Promise<PolicyDecision>;
  /** Everybody who may read what stands there, with the rules that let them. */
  readersOf(wanted: AccessClassAttributes): Promise<Reader[]>;
  /** From the department up to the root. */
  pathOf(department: DepartmentId | null): Promise<readonly DepartmentId[]>;
  /** Who is let into all documents of a collection. */
  collectionGrants(collection: CollectionId): Promise<readonly Grant[]>;
  policy(): Promise<PolicyInForce>;
  /** Fails with what is wrong when a text is no valid policy. */
  checkPolicy(text: string): Promise<readonly PolicyRule[]>;
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

interface RightsNow {
  readonly mark: RightsMark;
  readonly policy: PolicySet & PolicyInForce;
  readonly paths: Awaited<ReturnType<typeof readPaths>>;
  readonly collectionGrants: Awaited<ReturnType<typeof readCollectionGrants>>;
  readonly classes: Awaited<ReturnType<typeof readClasses>>;
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
    const { number, text } = (await readPolicyText(database)) ?? { number: 0, text: await policyFile('rights.cedar') };
    return { number, text, ...(await readPolicy(text, await policyFile('rights.cedarschema'))) };
  }

  const cleared = async (caller: Omit<Principal, 'clearance'>): Promise<Principal> => ({
    ...caller,
    clearance: await readClearance(database, caller.person),
  });

  return {
    async of(caller) {
      const { decisions } = await latest();
      const principal = await cleared(caller);
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
    },
    async withinClearance(person, scope) {
      const { classes } = await latest();
      const most = gradeRank(await readClearance(database, person));
      const isWithin = (id: AccessClassId): boolean => gradeRank(classes.get(id)?.grade ?? 'important') <= most;
      return scope === 'all' ? [...classes.keys()].filter(isWithin) : scope.filter(isWithin);
    },
    async explain(caller, action, wanted) {
      return (await latest()).decisions.decide(await cleared(caller), action, wanted);
    },
    async readersOf(wanted) {
      const { decisions } = await latest();
      return (await readPrincipals(database)).flatMap((principal) => {
        if (principal.isKey && gradeRank(wanted.grade) > gradeRank(principal.clearance)) return [];
        const { isAllowed, rules } = decisions.decide(principal, 'read', wanted);
        return isAllowed
          ? [{ ...principal, rules, mayWrite: !principal.isKey && decisions.decide(principal, 'write', wanted).isAllowed }]
          : [];
      });
    },
    pathOf: async (department) => (department === null ? [] : ((await latest()).paths.get(department) ?? [])),
    collectionGrants: async (collection) => (await latest()).collectionGrants.get(collection) ?? [],
    async policy() {
      const { number, text, rules } = (await latest()).policy;
      return { number, text, rules };
    },
    async checkPolicy(text) {
      return (await readPolicy(text, await policyFile('rights.cedarschema'))).rules;
    },
  };
}
