import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Institution, openInstitution } from '../../test/support/institution.ts';
import { soloCaller } from '../access/access.ts';
import type { DepartmentId, PersonId } from '../base/ids.ts';
import { roleSchema } from '../base/roles.ts';
import { permissions } from '../base/permissions.ts';
import { permissionsOf } from '../access/permissions-of-role.ts';
import type { PeopleTables } from './people.store.ts';

let database: TestDatabase;
let institution: Institution;
const clock = { today: '2026-03-01', now: () => new Date(`${clock.today}T04:00:00Z`) };
let [city, bureau, office, administrator, officer, auditor]: string[] = [];
const department = (id: string | undefined) => id as DepartmentId;
const person = (id: string | undefined) => id as PersonId;

beforeAll(async () => {
  database = await openTestDatabase();
  institution = await openInstitution(database.store, clock);
  city = await institution.department('市政府');
  bureau = await institution.department('民政局', department(city));
  office = await institution.department('办公室', department(bureau));
  administrator = await institution.person({ roles: ['system-administrator'], name: '管理' });
  officer = await institution.person({ roles: ['security-officer'], name: '安全' });
  auditor = await institution.person({ roles: ['auditor'], name: '审计' });
});
afterAll(async () => {
  await institution.close();
  await database.close();
});
const as = (id: string | undefined) => institution.as(person(id));
const recorded = async (action: string) =>
  (await institution.ledger.list({ limit: 200 })).records.filter(({ record }) => record.action === action);

describe('departments', () => {
  test('of one name may lie in different places, but not twice in one', async () => {
    const { departments } = institution.people;
    await departments.create(soloCaller, '财务科', department(bureau));
    await departments.create(soloCaller, '财务科', department(office));
    await expect(departments.create(soloCaller, '财务科', department(bureau))).rejects.toMatchObject({ code: 'conflict' });
    await departments.create(soloCaller, '独立单位', null);
    await expect(departments.create(soloCaller, '独立单位', null)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('move with all that lies below them, and never into themselves', async () => {
    const { departments } = institution.people;
    const other = await institution.department('财政局', department(city));
    const unit = await institution.department('预算处', department(bureau));
    const below = await institution.department('一科', unit);
    await departments.change(soloCaller, unit, { parentId: other, name: '预算管理处' });
    expect(await institution.rights.pathOf(below)).toEqual([below, unit, other, city]);
    await expect(departments.change(soloCaller, unit, { parentId: below })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(departments.change(soloCaller, unit, { parentId: unit })).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('close only when nobody is left in them, and take nobody in afterwards', async () => {
    const { departments } = institution.people;
    const closing = await institution.department('撤并处', department(city));
    const member = await institution.person({ department: closing });
    await expect(departments.close(soloCaller, closing)).rejects.toMatchObject({ code: 'conflict' });
    await institution.people.change(soloCaller, member, { departmentId: department(bureau) });
    expect((await departments.close(soloCaller, closing)).closedAt).not.toBeNull();
    await expect(institution.people.change(soloCaller, member, { departmentId: closing })).rejects.toMatchObject({ code: 'not-found' });
    await expect(departments.create(soloCaller, '下级', closing)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('people', () => {
  test('are invited as staff with a one-time link, under a login name that is theirs alone', async () => {
    const invited = await institution.people.invite(await as(administrator), {
      loginName: 'New.Clerk',
      displayName: '新人',
      departmentId: department(bureau),
    });
    expect(invited.person).toMatchObject({ loginName: 'new.clerk', roles: ['staff'], clearance: 'internal', state: 'invited' });
    expect(invited.link.path).toContain('/link#');
    await expect(
      institution.people.invite(soloCaller, { loginName: 'new.clerk', displayName: '别人', departmentId: null }),
    ).rejects.toMatchObject({ code: 'conflict' });
    expect(await recorded('person-invited')).toHaveLength(1);
  });

  test('are listed by department with those below it, by name and by state', async () => {
    const inOffice = await institution.person({ department: department(office), name: '科员' });
    const names = async (filter: Parameters<typeof institution.people.list>[0]) =>
      (await institution.people.list(filter)).map(({ id }) => id);
    expect(await names({ departmentId: department(bureau), name: '科员' })).toEqual([inOffice]);
    expect(await names({ departmentId: department(office), name: '新人' })).toEqual([]);
    expect(await names({ state: 'left', name: '科员' })).toEqual([]);
  });

  test('who leave are signed out everywhere; nobody marks himself', async () => {
    const leaving = await institution.person({ department: department(bureau) });
    expect((await institution.people.leave(await as(administrator), leaving)).state).toBe('left');
    expect(institution.signedOut).toContain(leaving);
    await expect(institution.people.leave(await as(administrator), person(administrator))).rejects.toMatchObject({
      code: 'second-person-needed',
    });
  });
});

describe('an account of the directory', () => {
  const ofDirectory = async (decides: 'roles' | 'roles-and-department') => {
    const id = await institution.person({ roles: ['staff'] });
    await database.store.run('update person set directory_decides = $1 where id = $2', [decides, id]);
    return id;
  };
  const elsewhere = { code: 'directory-account' };

  test('has its name and roles from there, and its department where the directory gives it', async () => {
    const { people } = institution;
    const id = await ofDirectory('roles');
    await expect(people.change(await as(administrator), id, { displayName: '另名' })).rejects.toMatchObject(elsewhere);
    const proposal = { personId: id, roles: ['editor' as const], clearance: 'internal' as const, reason: '岗位调整' };
    await expect(people.proposeRoles(await as(administrator), proposal)).rejects.toMatchObject(elsewhere);
    expect(await people.change(await as(administrator), id, { departmentId: department(bureau) })).toMatchObject({ departmentId: bureau });
    const placed = await ofDirectory('roles-and-department');
    await expect(people.change(await as(administrator), placed, { departmentId: null })).rejects.toMatchObject(elsewhere);
  });

  test('gets its clearance from two people here, whatever roles the directory has given it meanwhile', async () => {
    const { people, changes } = institution;
    const id = await ofDirectory('roles');
    const proposal = { personId: id, roles: ['staff' as const], clearance: 'sensitive' as const, reason: '岗位需要' };
    const change = await people.proposeRoles(await as(administrator), proposal);
    await database.store.run("update person_role set role = 'reviewer' where person_id = $1", [id]);
    await changes.decide(await as(officer), change, 'approve', null);
    const found = (await people.list({})).find((one) => one.id === id);
    expect(found).toMatchObject({ roles: ['reviewer'], clearance: 'sensitive', directoryDecides: 'roles' });
  });
});

describe('roles', () => {
  const propose = async (id: PersonId, roles: Parameters<typeof institution.people.proposeRoles>[1]['roles'], by = administrator) =>
    institution.people.proposeRoles(await as(by), { personId: id, roles, clearance: 'sensitive', reason: '岗位调整' });

  test('are proposed by a system administrator, approved by a security officer, and on record with both', async () => {
    const clerk = await institution.person({ department: department(bureau), name: '拟任编辑' });
    const id = await propose(clerk, ['editor']);
    expect((await as(clerk)).roles).toEqual(new Set(['staff']));
    const [waiting] = (await institution.changes.list(await as(officer), 'waiting', 10)).filter((change) => change.id === id);
    expect(waiting?.sentence.zh).toContain('拟任编辑');
    expect(waiting).toMatchObject({ mayDecide: true, mayWithdraw: false });
    await institution.changes.decide(await as(officer), id, 'approve', null);
    expect((await as(clerk)).roles).toEqual(new Set(['editor']));
    expect((await recorded('roles-changed'))[0]?.record).toMatchObject({
      actor: { id: officer },
      subject: { id: clerk },
      details: { proposedBy: administrator, change: id, clearance: 'sensitive' },
    });
  });

  test('are not approved by who proposed them, nor by anybody without the other power', async () => {
    const clerk = await institution.person({});
    const id = await propose(clerk, ['reviewer']);
    await expect(institution.changes.decide(await as(administrator), id, 'approve', null)).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    const secondAdministrator = await institution.person({ roles: ['system-administrator'] });
    await expect(institution.changes.decide(await as(secondAdministrator), id, 'approve', null)).rejects.toMatchObject({
      code: 'not-found',
    });
    await expect(institution.changes.decide(await as(auditor), id, 'approve', null)).rejects.toMatchObject({ code: 'permission-denied' });
    // Not even by a caller who holds everything.
    const everything = { ...soloCaller, person: person(administrator) };
    await expect(institution.changes.decide(everything, id, 'approve', null)).rejects.toMatchObject({ code: 'second-person-needed' });
    expect((await as(clerk)).roles).toEqual(new Set(['staff']));
  });

  test('are not proposed for oneself, and one request about a person waits at a time', async () => {
    await expect(propose(person(administrator), ['editor'])).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(propose(person(officer), ['staff'], officer)).rejects.toMatchObject({ code: 'permission-denied' });
    const clerk = await institution.person({});
    const first = await propose(clerk, ['agent']);
    await expect(propose(clerk, ['reviewer'])).rejects.toMatchObject({ code: 'conflict' });
    await institution.changes.withdraw(await as(administrator), first);
    await propose(clerk, ['reviewer']);
  });

  test('are decided on once, and a request that nobody decides on expires', async () => {
    const clerk = await institution.person({});
    const rejected = await propose(clerk, ['agent']);
    await institution.changes.decide(await as(officer), rejected, 'reject', '理由不足');
    await expect(institution.changes.decide(await as(officer), rejected, 'approve', null)).rejects.toMatchObject({ code: 'conflict' });
    const old = await propose(clerk, ['agent']);
    clock.today = '2026-03-16';
    await expect(institution.changes.decide(await as(officer), old, 'approve', null)).rejects.toMatchObject({ code: 'conflict' });
    expect((await institution.changes.list(await as(auditor), 'ended', 50)).find(({ id }) => id === old)?.state).toBe('expired');
    expect((await as(clerk)).roles).toEqual(new Set(['staff']));
  });

  test('never hold two of the three powers in one account, not even by writing into the database', async () => {
    await expect(propose(await institution.person({}), ['auditor', 'security-officer'])).rejects.toMatchObject({ code: 'invalid-input' });
    const tables = database.store.tables<PeopleTables>();
    const second = tables.insertInto('person_role').values({ person_id: person(auditor), role: 'system-administrator' });
    await expect(second.execute()).rejects.toMatchObject({ code: '23505' });
  });

  test('of the three powers share no permission by which one could act in place of another', () => {
    const [admin, security, audit] = (['system-administrator', 'security-officer', 'auditor'] as const).map((role) =>
      permissionsOf([role]),
    );
    const acting = permissions.filter((permission) => !/\.(read|audit|explain)$/.test(permission));
    for (const permission of acting)
      expect([admin, security, audit].filter((held) => held?.has(permission)).length, permission).toBeLessThanOrEqual(1);
    for (const permission of ['documents.read', 'documents.search', 'documents.write', 'answers.ask'] as const)
      for (const held of [admin, audit]) expect(held?.has(permission), permission).toBe(false);
  });

  test('give every permission to somebody', () => {
    expect(permissionsOf(roleSchema.options)).toEqual(new Set(permissions));
  });
});

describe('a second factor that is lost', () => {
  const propose = (id: PersonId, by: PersonId) => as(by).then((caller) => institution.people.proposeFactorReset(caller, id, '手机丢失'));

  test('is reset by two people together, which ends the sessions, and never for oneself', async () => {
    const clerk = await institution.person({ name: '丢手机的人' });
    await expect(propose(person(administrator), person(administrator))).rejects.toMatchObject({ code: 'second-person-needed' });
    await expect(propose(clerk, person(officer))).rejects.toMatchObject({ code: 'permission-denied' });
    const id = await propose(clerk, person(administrator));
    await expect(institution.changes.decide(await as(administrator), id, 'approve', null)).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    expect(institution.signedOut).not.toContain(clerk);
    await institution.changes.decide(await as(officer), id, 'approve', null);
    expect(institution.signedOut).toContain(clerk);
    expect((await recorded('second-factor-changed'))[0]?.record).toMatchObject({
      actor: { id: officer },
      subject: { id: clerk },
      details: { to: 'reset', proposedBy: administrator },
    });
  });
});
