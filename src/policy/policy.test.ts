import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Institution, openInstitution } from '../../test/support/institution.ts';
import { claimAccessClass } from '../access/access-class.ts';
import type { RightsTables } from '../access/rights.ts';
import { type CollectionId, collectionIdSchema, type DepartmentId, newId, type PersonId } from '../base/ids.ts';
import type { PolicyEffect } from './contract.ts';
import { createPolicy, type PolicyRoom } from './policy.ts';

let database: TestDatabase;
let institution: Institution;
let policy: PolicyRoom;
const clock = { now: () => new Date('2026-03-01T04:00:00Z') };
let bureau: DepartmentId;
let [officer, administrator, auditor, clerk]: PersonId[] = [];
const collection: CollectionId = newId(collectionIdSchema);
const as = (id: PersonId | undefined) => institution.as(id ?? ('' as PersonId));

const wider = `
@id("bureau-reads-sensitive") @zh("本部门可以查看敏感文档。") @en("The own department reads sensitive documents.")
permit (principal, action == Action::"read", resource)
when { resource.grade == "sensitive" && resource has owner && principal in resource.owner };`;

beforeAll(async () => {
  database = await openTestDatabase();
  institution = await openInstitution(database.store, clock);
  const { changes, rights } = institution;
  policy = createPolicy({ store: database.store, changes, rights });
  const city = await institution.department('市政府');
  bureau = await institution.department('民政局', city);
  administrator = await institution.person({ roles: ['system-administrator'], name: '管理' });
  officer = await institution.person({ roles: ['security-officer'], name: '安全' });
  auditor = await institution.person({ roles: ['auditor'], name: '审计' });
  clerk = await institution.person({ department: bureau, name: '科员甲' });
  await institution.person({ department: bureau, name: '科员乙' });
  await institution.person({ department: city, name: '市里的人' });
  await database.store.run('insert into collection (id, name, created_at) values ($1, $2, $3)', [collection, '民政', clock.now()]);
  const tables = database.store.tables<RightsTables>();
  for (const grade of ['public', 'sensitive'] as const)
    await claimAccessClass(tables, { grade, departmentId: bureau, collectionId: collection, grants: [] }, clock.now());
});
afterAll(async () => {
  await institution.close();
  await database.close();
});

const everyEffect = async (text: string): Promise<PolicyEffect[]> => {
  const effects: PolicyEffect[] = [];
  for (let from: number | null = 0; from !== null; ) {
    const page: Awaited<ReturnType<PolicyRoom['effect']>> = await policy.effect(text, from);
    effects.push(...page.effects);
    from = page.next;
  }
  return effects;
};
const place = () => ({ grade: 'sensitive', departmentId: bureau, collectionId: collection, grants: [] }) as const;
const mayRead = async (): Promise<boolean> => (await institution.rights.explain(await as(clerk), 'read', place())).isAllowed;

describe('what another text would change', () => {
  test('is said for each kind of people at each place, with the rules that would decide', async () => {
    const { text } = await policy.inForce();
    expect(await everyEffect(text)).toEqual([]);
    const effects = await everyEffect(text + wider);
    expect(effects).toMatchObject([
      {
        place: { grade: 'sensitive', ownerPath: ['市政府', '民政局'], grants: [] },
        people: { department: '民政局', roles: ['staff'], clearance: 'internal', count: 2, names: ['科员乙', '科员甲'].toSorted() },
        gains: ['read'],
        loses: [],
        before: [],
        after: [{ id: 'bureau-reads-sensitive' }],
      },
    ]);
  });

  test('names what is lost, and is no other than what then comes to be', async () => {
    const { text } = await policy.inForce();
    const narrower = text.replace(
      'when { resource.grade == "public" };',
      'when { resource.grade == "public" && principal in Role::"auditor" };',
    );
    const effects = await everyEffect(narrower);
    expect(effects.length).toBeGreaterThan(0);
    for (const { place: where, loses, gains, before } of effects) {
      expect([where.grade, loses, gains]).toEqual(['public', ['read'], []]);
      expect(before.map(({ id }) => id)).toEqual(['public-for-everybody']);
    }
    // Neither the auditor nor the system administrator could read before.
    expect(
      effects
        .map(({ people }) => people.names)
        .flat()
        .toSorted(),
    ).toEqual(['安全', '市里的人', '科员乙', '科员甲', '本机用户 Local user'].toSorted());
  });

  test('is not said of a text that is no policy, but on which line it fails', async () => {
    await expect(policy.effect(`${wider}\npermit (`, 0)).rejects.toMatchObject({ code: 'invalid-input' });
    const { faults } = await policy.check(`${wider}\npermit (`);
    expect(faults[0]).toMatchObject({ line: 5 });
  });
});

describe('another text', () => {
  test('is not proposed when it is not valid, is the one in force, or the proposer has not that power', async () => {
    const { text } = await policy.inForce();
    for (const refused of ['permit (principal, action, resource);', text])
      await expect(policy.propose(await as(officer), refused, '误')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(policy.propose(await as(administrator), text + wider, '试点')).rejects.toMatchObject({ code: 'permission-denied' });
  });

  test('is decided by a second person who sees it beside what it replaces, takes effect at once, and is on record by its hash', async () => {
    const { text } = await policy.inForce();
    expect(await mayRead()).toBe(false);
    const id = await policy.propose(await as(officer), text + wider, '试点');
    for (const one of [officer, administrator, auditor])
      expect(await policy.proposal(await as(one), id)).toEqual({ text: text + wider, replaces: { number: 0, text } });
    await expect(policy.proposal(await as(clerk), id)).rejects.toMatchObject({ code: 'not-found' });
    const decide = async (by: PersonId | undefined) => institution.changes.decide(await as(by), id, 'approve', null);
    await expect(decide(officer)).rejects.toMatchObject({ code: 'second-person-needed' });
    await decide(administrator);
    expect(await mayRead()).toBe(true);
    expect((await policy.inForce()).number).toBe(1);
    const { records } = await institution.ledger.list({ limit: 200 });
    expect(records.filter(({ record }) => record.action === 'policy-changed')).toHaveLength(1);
    const [ended] = await institution.changes.list(await as(administrator), 'ended', 10);
    expect(ended?.sentence.zh).toContain('新增规则：bureau-reads-sensitive');
  });

  test('may be an earlier one, which comes back as a new version, and none is lost', async () => {
    const earlier = await policy.textOf(0);
    const id = await policy.propose(await as(officer), earlier.text, '试点结束');
    await institution.changes.decide(await as(administrator), id, 'approve', null);
    expect(await mayRead()).toBe(false);
    expect((await policy.versions()).map(({ number, proposedBy, approvedBy }) => [number, proposedBy, approvedBy])).toEqual([
      [2, '安全', '管理'],
      [1, '安全', '管理'],
      [0, null, null],
    ]);
    expect((await policy.textOf(1)).text).toContain('bureau-reads-sensitive');
    await expect(policy.textOf(3)).rejects.toMatchObject({ code: 'not-found' });
  });
});
