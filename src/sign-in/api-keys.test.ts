import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { type Institution, openInstitution } from '../../test/support/institution.ts';
import { openTestSeal } from '../../test/support/seal.ts';
import { authorise, type Caller, soloCaller } from '../access/access.ts';
import { claimAccessClass } from '../access/access-class.ts';
import { createAccess } from '../access/identify.ts';
import { readConfig } from '../base/config.ts';
import { AppError } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import { type AccessClassId, collectionIdSchema, type DepartmentId, newId } from '../base/ids.ts';
import { createSignIn, type SignIn } from './sign-in.ts';

let database: TestDatabase;
let institution: Institution;
let signIn: SignIn;
let bureau: DepartmentId;
let officer: Caller;
let now = new Date('2026-03-02T01:00:00Z');
const clock = { now: () => now };
const collectionId = newId(collectionIdSchema);
const wish = { name: '门户网站', scenario: 'policy-questions', department: '市政府/民政局', days: 90 };

beforeAll(async () => {
  database = await openTestDatabase();
  institution = await openInstitution(database.store, clock);
  const { ledger } = institution;
  const seal = await openTestSeal(database.store);
  const policy = readConfig({ HENGJIAN_SOLO: 'on' }, {}).signIn;
  signIn = createSignIn({ store: database.store, ledger, clock, policy, isLoopbackOnly: true, folderKey: 'hjf_test', seal });
  signIn.apiKeys.useScenarios(async (name) => {
    if (name !== 'policy-questions') throw new AppError('not-found', { what: 'scenario' });
    return { inputGrade: 'internal' };
  });
  // Where everybody on this machine may do everything, a key must not become everybody.
  await signIn.open();
  bureau = await institution.department('民政局', await institution.department('市政府'));
  await database.store.run(`insert into collection (id, name, created_at) values ('${collectionId}', '文件', now())`);
  officer = await institution.as(await institution.person({ roles: ['security-officer'] }));
});
afterAll(async () => {
  await institution.close();
  await database.close();
});
beforeEach(() => {
  now = new Date('2026-03-02T01:00:00Z');
});

const identify = (token: string): Promise<Caller> =>
  createAccess({ signIn, rights: institution.rights }).identify({ session: undefined, bearer: token, isFromThisMachine: true });
const classOf = (grade: Grade, departmentId: DepartmentId | null, isGranted = false): Promise<AccessClassId> =>
  claimAccessClass(
    database.store.tables<unknown>(),
    { grade, departmentId, collectionId, grants: isGranted ? [{ to: 'department', id: bureau, action: 'read' }] : [] },
    now,
  );

test('is shown once, kept as a hash, and may ask and nothing else', async () => {
  const { key, token } = await signIn.apiKeys.create(officer, wish);
  expect(token).toMatch(/^hjk_[\w-]{43}$/);
  expect(key).toMatchObject({ name: '门户网站', department: '民政局', state: 'valid', usedAt: null });
  const { rows } = await database.store.run('select * from api_key');
  expect(JSON.stringify(rows)).not.toContain(token.slice(4));
  const caller = await identify(token);
  expect([...caller.permissions]).toEqual(['answers.ask']);
  expect(caller).toMatchObject({ departmentId: bureau, by: { kind: 'api-key', keyId: key.id, scenario: 'policy-questions' } });
  for (const requirement of ['session', 'signed-in', 'documents.read'] as const)
    expect(() => authorise(caller, requirement)).toThrow(AppError);
  const { records } = await institution.ledger.list({ limit: 1, action: 'api-key-created' });
  expect(records[0]?.record).toMatchObject({ actor: { id: officer.person }, subject: { id: key.id }, details: { department: bureau } });
});

test('sees what its department may see, up to the grade of its scenario whatever is granted, and writes nothing', async () => {
  const open = await classOf('public', null);
  const internal = await classOf('internal', bureau);
  const granted = await classOf('internal', null, true);
  const beyond = [await classOf('sensitive', bureau), await classOf('sensitive', bureau, true), await classOf('important', null, true)];
  const caller = await identify((await signIn.apiKeys.create(officer, wish)).token);
  expect(caller.scope).toEqual(expect.arrayContaining([open, internal, granted]));
  for (const one of beyond) expect(caller.scope).not.toContain(one);
  expect(caller.writing.scope).toEqual([]);
  expect(caller.writing.allows({ grade: 'public', departmentId: bureau, collectionId, grants: [] })).toBe(false);
  const { department: _, ...withoutDepartment } = wish;
  const outside = await identify((await signIn.apiKeys.create(officer, { ...withoutDepartment, department: undefined })).token);
  expect(outside.scope).toEqual([open]);
});

test('ends when it expires and when it is revoked, and is then nobody, also on a solo site', async () => {
  const { token } = await signIn.apiKeys.create(officer, wish);
  now = new Date('2026-05-30T01:00:00Z');
  await identify(token);
  now = new Date('2026-05-31T01:00:01Z');
  await expect(identify(token)).rejects.toMatchObject({ code: 'unauthenticated' });
  const { key, token: second } = await signIn.apiKeys.create(officer, wish);
  await identify(second);
  expect(await signIn.apiKeys.revoke(officer, key.id)).toMatchObject({ state: 'revoked' });
  await expect(identify(second)).rejects.toMatchObject({ code: 'unauthenticated' });
  await expect(identify('hjk_made-up')).rejects.toMatchObject({ code: 'unauthenticated' });
  expect(await institution.ledger.list({ limit: 9, action: 'api-key-revoked' })).toMatchObject({ records: [{}] });
});

test('is known to have been used, to the hour', async () => {
  const { key, token } = await signIn.apiKeys.create(officer, wish);
  const used = async () => (await signIn.apiKeys.list()).find(({ id }) => id === key.id)?.usedAt;
  await identify(token);
  expect(await used()).toBe('2026-03-02T01:00:00.000Z');
  now = new Date('2026-03-02T01:59:00Z');
  await identify(token);
  expect(await used()).toBe('2026-03-02T01:00:00.000Z');
});

test('is made for a scenario and a department that are there', async () => {
  await expect(signIn.apiKeys.create(officer, { ...wish, scenario: 'none' })).rejects.toMatchObject({ code: 'not-found' });
  await expect(signIn.apiKeys.create(officer, { ...wish, department: '没有的部门' })).rejects.toMatchObject({ code: 'invalid-input' });
});

test('its account is not among the people, and whoever asks why a document can be seen is told of it', async () => {
  const { key } = await signIn.apiKeys.create(officer, wish);
  expect((await institution.people.list({})).map(({ id }) => id as string)).not.toContain(key.id);
  const readers = await institution.rights.readersOf({ grade: 'internal', departmentId: bureau, collectionId, grants: [] });
  expect(readers.filter(({ person }) => person === (key.id as string))).toMatchObject([{ mayWrite: false }]);
  expect((await institution.as(soloCaller.person)).person).toBe(soloCaller.person);
});
