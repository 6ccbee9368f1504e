// The policy that is shipped, rule by rule: each rule has cases that name it, for those it lets in and for those it leaves out.
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Grade, grades } from '../../base/grade.ts';
import { collectionIdSchema, type DepartmentId, departmentIdSchema, personIdSchema } from '../../base/ids.ts';
import type { Role } from '../../base/roles.ts';
import type { Grant } from '../../base/grant.ts';
import { type PolicySet, readPolicy } from './cedar.ts';
import { createDecisions } from './decisions.ts';
import { type Principal, requestOf, type RightsAction } from './entities.ts';
import { examinePolicy } from './examine.ts';

const file = (name: string): string => readFileSync(new URL(`policies/${name}`, import.meta.url), 'utf8');
const text = file('rights.cedar');
const schema = file('rights.cedarschema');
let policy: PolicySet;
beforeAll(async () => {
  policy = await readPolicy(text, schema);
});

const department = (number: number): DepartmentId => departmentIdSchema.parse(`00000000-0000-4000-8000-00000000000${number}`);
// The city has a bureau and another bureau; the bureau has an office.
const [city, bureau, office, otherBureau] = [1, 2, 3, 4].map(department) as [DepartmentId, DepartmentId, DepartmentId, DepartmentId];
const paths = new Map([
  [city, [city]],
  [bureau, [bureau, city]],
  [office, [office, bureau, city]],
  [otherBureau, [otherBureau, city]],
]);
const someone = personIdSchema.parse('00000000-0000-4000-8000-0000000000aa');
const collectionId = collectionIdSchema.parse('00000000-0000-4000-8000-0000000000cc');

const person = (departmentId: DepartmentId | null, roles: readonly Role[] = ['staff'], clearance: Grade = 'internal'): Principal => ({
  person: someone,
  departmentId,
  roles: new Set(roles),
  clearance,
});

/** The rules that decided, and whether they allowed it. */
function decide(
  principal: Principal,
  action: RightsAction,
  grade: Grade,
  owner: DepartmentId | null = bureau,
  grants: readonly Grant[] = [],
  ofCollection: readonly Grant[] = [],
) {
  const decisions = createDecisions({ policy, paths, classes: new Map(), collectionGrants: new Map([[collectionId, ofCollection]]) });
  const { isAllowed, rules } = decisions.decide(principal, action, { grade, departmentId: owner, collectionId, grants });
  return { isAllowed, rules: rules.map(({ id }) => id) };
}
const by = (...rules: string[]) => ({ isAllowed: true, rules });
const denied = { isAllowed: false, rules: [] };
const forbidden = (rule: string) => ({ isAllowed: false, rules: [rule] });

test('the rules that decided are told in the order in which they were written, each time', () => {
  const editor = person(bureau, ['editor', 'reviewer'], 'important');
  const written = policy.rules.map(({ id }) => id);
  for (let time = 0; time < 50; time += 1) {
    const { rules } = decide(editor, 'read', 'public', bureau, [{ to: 'role', id: 'editor', action: 'read' }]);
    expect(rules.length).toBeGreaterThan(3);
    expect(rules).toEqual(written.filter((id) => rules.includes(id)));
  }
});

test('every rule has a name and a sentence in both languages, and a case here', () => {
  const cases = readFileSync(new URL(import.meta.url), 'utf8');
  for (const { id, zh, en } of policy.rules) {
    expect(cases).toContain(`'${id}'`);
    expect(zh).toMatch(/\p{Script=Han}.*。$/u);
    expect(en).toMatch(/^[A-Z].*\.$/);
  }
});

test('what no rule permits is denied', () => {
  expect(decide(person(otherBureau), 'read', 'internal')).toEqual(denied);
  expect(decide(person(bureau), 'write', 'public')).toEqual(denied);
  expect(decide(person(bureau), 'manage', 'public')).toEqual(denied);
});

test('public-for-everybody: a public document is read from any department and from none, and not written', () => {
  for (const where of [city, bureau, office, otherBureau, null]) {
    expect(decide(person(where), 'read', 'public')).toEqual(by('public-for-everybody'));
    expect(decide(person(where), 'write', 'public')).toEqual(denied);
  }
});

test('internal-down-the-tree: an internal document is read in the owner department and below it, not above and not beside', () => {
  expect(decide(person(bureau), 'read', 'internal')).toEqual(by('internal-down-the-tree'));
  expect(decide(person(office), 'read', 'internal')).toEqual(by('internal-down-the-tree'));
  expect(decide(person(city), 'read', 'internal')).toEqual(denied);
  expect(decide(person(otherBureau), 'read', 'internal')).toEqual(denied);
  expect(decide(person(null), 'read', 'internal')).toEqual(denied);
});

test('internal-of-the-institution: an internal document that nobody owns is read by whoever has a department', () => {
  expect(decide(person(otherBureau), 'read', 'internal', null)).toEqual(by('internal-of-the-institution'));
  expect(decide(person(null), 'read', 'internal', null)).toEqual(denied);
});

describe.each(['sensitive', 'important'] as const)('cleared-in-the-owner-department: a document of grade %s', (grade) => {
  test('is read in the owner department by those who are cleared for it', () => {
    expect(decide(person(bureau, ['staff'], grade), 'read', grade)).toEqual(by('cleared-in-the-owner-department'));
    expect(decide(person(bureau, ['staff'], 'internal'), 'read', grade)).toEqual(denied);
  });
  test('is not read below, above or beside it, whatever the clearance', () => {
    for (const where of [office, city, otherBureau, null])
      expect(decide(person(where, ['staff'], 'important'), 'read', grade)).toEqual(denied);
  });
  test('is read by nobody without a grant when nobody owns it', () => {
    for (const role of ['staff', 'editor', 'reviewer'] as const)
      expect(decide(person(bureau, [role], 'important'), 'read', grade, null)).toEqual(denied);
  });
});

test('a clearance for sensitive is none for important', () => {
  expect(decide(person(bureau, ['staff'], 'sensitive'), 'read', 'important')).toEqual(denied);
  expect(decide(person(bureau, ['editor'], 'sensitive'), 'write', 'important')).toEqual(denied);
});

test('reviewers-read-their-subtree: a reviewer reads what stands below, up to the clearance, and writes nothing', () => {
  expect(decide(person(city, ['reviewer']), 'read', 'internal')).toEqual(by('reviewers-read-their-subtree'));
  expect(decide(person(city, ['reviewer'], 'sensitive'), 'read', 'sensitive')).toEqual(by('reviewers-read-their-subtree'));
  expect(decide(person(city, ['reviewer'], 'internal'), 'read', 'sensitive')).toEqual(denied);
  expect(decide(person(otherBureau, ['reviewer'], 'important'), 'read', 'internal')).toEqual(denied);
  expect(decide(person(city, ['reviewer']), 'write', 'internal')).toEqual(denied);
});

test('editors-keep-their-subtree: an editor reads, writes and manages in the own department and below, up to the clearance', () => {
  for (const action of ['read', 'write', 'manage', 'inspect'] as const) {
    expect(decide(person(city, ['editor']), action, 'internal')).toEqual(by('editors-keep-their-subtree'));
    expect(decide(person(city, ['editor'], 'important'), action, 'important')).toEqual(by('editors-keep-their-subtree'));
    expect(decide(person(city, ['editor'], 'internal'), action, 'sensitive')).toEqual(denied);
    expect(decide(person(otherBureau, ['editor'], 'important'), action, 'sensitive')).toEqual(denied);
  }
  expect(decide(person(office, ['editor']), 'write', 'internal')).toEqual(denied);
});

test('editors-keep-what-nobody-owns: public and internal documents without an owner are kept by any editor with a department', () => {
  expect(decide(person(otherBureau, ['editor']), 'write', 'internal', null)).toEqual(by('editors-keep-what-nobody-owns'));
  expect(decide(person(otherBureau, ['editor'], 'important'), 'write', 'sensitive', null)).toEqual(denied);
  expect(decide(person(null, ['editor']), 'write', 'public', null)).toEqual(denied);
});

describe.each([
  ['of the document', (grant: Grant) => [[grant], []] as const],
  ['of its collection', (grant: Grant) => [[], [grant]] as const],
])('a grant %s', (_, placed) => {
  const withGrant = (principal: Principal, action: RightsAction, grant: Grant) =>
    decide(principal, action, 'important', bureau, ...placed(grant));

  test('granted-to-read: lets in the person, the department with those below it, or the role, to read', () => {
    expect(withGrant(person(otherBureau), 'read', { to: 'person', id: someone, action: 'read' })).toEqual(by('granted-to-read'));
    expect(withGrant(person(office), 'read', { to: 'department', id: bureau, action: 'read' })).toEqual(by('granted-to-read'));
    expect(withGrant(person(otherBureau, ['agent']), 'read', { to: 'role', id: 'agent', action: 'read' })).toEqual(by('granted-to-read'));
    expect(withGrant(person(otherBureau), 'write', { to: 'person', id: someone, action: 'read' })).toEqual(denied);
  });
  test('granted-to-write: lets them write and read as well', () => {
    for (const action of ['read', 'write'] as const)
      expect(withGrant(person(otherBureau), action, { to: 'department', id: otherBureau, action: 'write' })).toEqual(
        by('granted-to-write'),
      );
    expect(withGrant(person(otherBureau), 'manage', { to: 'person', id: someone, action: 'write' })).toEqual(denied);
  });
  test('lets nobody else in', () => {
    const another = personIdSchema.parse('00000000-0000-4000-8000-0000000000bb');
    expect(withGrant(person(otherBureau), 'read', { to: 'person', id: another, action: 'write' })).toEqual(denied);
    expect(withGrant(person(city), 'read', { to: 'department', id: office, action: 'read' })).toEqual(denied);
    expect(withGrant(person(otherBureau, ['staff']), 'read', { to: 'role', id: 'agent', action: 'read' })).toEqual(denied);
  });
});

test('security-officers-manage-rights: a security officer manages every class and that shows no content', () => {
  for (const grade of grades) {
    const officer = person(otherBureau, ['security-officer']);
    expect(decide(officer, 'manage', grade)).toEqual(by('security-officers-manage-rights'));
    expect(decide(officer, 'inspect', grade)).toEqual(by('security-officers-manage-rights'));
    expect(decide(officer, 'write', grade)).toEqual(denied);
    expect(decide(officer, 'read', grade).isAllowed).toBe(grade === 'public');
  }
});

test('auditors-inspect-rights: an auditor inspects every class', () => {
  for (const grade of grades) expect(decide(person(null, ['auditor']), 'inspect', grade)).toEqual(by('auditors-inspect-rights'));
});

test('no-content-for-auditors: an auditor reads, writes and manages nothing, whatever else the account holds and is granted', () => {
  const auditor = person(bureau, ['auditor', 'editor'], 'important');
  const grant: Grant = { to: 'person', id: someone, action: 'write' };
  for (const action of ['read', 'write', 'manage'] as const)
    for (const grade of grades) expect(decide(auditor, action, grade, bureau, [grant])).toEqual(forbidden('no-content-for-auditors'));
});

test('no-content-for-system-administrators: a system administrator does nothing with documents, whatever else is held and granted', () => {
  const administrator = person(bureau, ['system-administrator', 'editor'], 'important');
  const grant: Grant = { to: 'person', id: someone, action: 'write' };
  for (const action of ['read', 'write', 'manage', 'inspect'] as const)
    for (const grade of grades)
      expect(decide(administrator, action, grade, bureau, [grant])).toEqual(forbidden('no-content-for-system-administrators'));
});

describe('a policy text', () => {
  const rule = (body: string, annotations = '@id("x") @zh("句子。") @en("Sentence.")') => `${annotations}\n${body}`;
  test.each([
    ['that cannot be read', rule('permit (principal, action')],
    ['that speaks of what does not exist', rule('permit (principal, action == Action::"read", resource) when { resource.secret };')],
    ['that compares what cannot be compared', rule('permit (principal, action, resource) when { resource.rank == "public" };')],
    ['with a rule without a sentence', rule('permit (principal, action, resource);', '@id("x")')],
    ['with two rules of one name', `${rule('permit (principal, action, resource);')}\n${rule('forbid (principal, action, resource);')}`],
  ])('%s is refused', async (_, broken) => {
    await expect(readPolicy(broken, schema)).rejects.toMatchObject({ code: 'policy-invalid' });
  });

  const read = rule('permit (principal, action == Action::"read", resource)\nwhen { resource.grade == "public" };');
  test.each([
    ['写法有误', 5, `// 说明\n\n${read.replace('"public" }', '= }')}`],
    ['与词汇表不符', 3, read.replace('resource.grade == "public"', 'resource.rank == "公开"')],
    ['与词汇表不符', 5, `// 公开\n// 内部\n${read.replace('resource.grade', 'resource.secret')}`],
    ['缺少 @id', 5, `${read}\n\npermit (principal, action, resource);`],
    ['已有另一条规则', 4, `${read}\n${read}`],
  ])('%s: is said with the line', async (fault, line, text) => {
    const { faults } = await examinePolicy(text, schema);
    expect(faults[0]?.line).toBe(line);
    expect(faults[0]?.zh).toContain(fault);
  });

  test('is read in the order in which it is written, and stays read however many others are tried', async () => {
    const names = ['j', 'b', 'a', 'i', 'c', 'h', 'd', 'g', 'e', 'f', 'k', 'l'];
    const text = names
      .map((name) => rule('permit (principal, action, resource);', `@id("${name}") @zh("${name}") @en("${name}")`))
      .join('\n');
    const first = await readPolicy(text, schema);
    expect(first.rules.map(({ id }) => id)).toEqual(names);
    const ask = (policy: PolicySet) =>
      policy.decide(requestOf(person(null), 'write', { grade: 'public', departmentId: null, grants: [] }, () => []));
    expect(ask(first).isAllowed).toBe(true);
    for (const name of names)
      expect(ask(await readPolicy(text.replaceAll('permit', 'forbid').replaceAll(name, name), schema)).isAllowed).toBe(false);
    for (let other = 0; other < 8; other += 1) ask(await readPolicy(`${text}\n// ${other}`, schema));
    expect(ask(first).isAllowed).toBe(true);
  });
});
