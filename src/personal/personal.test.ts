import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findInFolder } from '../../test/support/find-planted.ts';
import { openInstitution } from '../../test/support/institution.ts';
import { prepareDataFolder } from '../../test/support/prepared-database.ts';
import { openSite, type Site } from '../../test/support/site.ts';
import type { Caller } from '../access/access.ts';
import type { Grade } from '../base/grade.ts';
import type { ChangeId, DepartmentId, PersonId } from '../base/ids.ts';
import { wipeTraces } from '../store/seal/wipe-traces.ts';
import { openStore, type Store } from '../store/store.ts';
import { plainTables } from './parts.ts';

let site: Site;
let city: DepartmentId;
let officer: Caller;
let administrator: Caller;

const words = {
  name: '欧阳蓼萦',
  login: 'ouyang.liaoying',
  question: '涔浦荔浉怎样申请',
  device: '鹓鸾手机',
  reason: '翙翯调岗',
  file: '玘琇名册',
} as const;

beforeAll(async () => {
  site = await openSite();
  city = await site.department('市政府');
  officer = await site.as(await site.person({ department: city, roles: ['security-officer'], name: '安全' }));
  administrator = await site.as(await site.person({ department: city, roles: ['system-administrator'], name: '管理' }));
  await site.bring('停车.txt', '停车办法\n第一条 停车每小时五元。', { grade: 'public' });
});
afterAll(() => site.close());

const ask = async (person: PersonId, question: string, attachmentIds: string[] = []) =>
  JSON.parse((await site.ask(await site.as(person), 'ask', { question, scenario: 'policy-questions', attachmentIds })).text) as {
    runId: string;
  };
const attach = async (person: PersonId, name: string, text: string, grade: Grade) => {
  const { text: said } = await site.ask(await site.as(person), 'attachFile', { name, grade }, new TextEncoder().encode(text));
  return (JSON.parse(said) as { id: string }).id;
};
const taken = async (caller: Caller, person?: PersonId) => {
  const reply = await site.ask(caller, person ? 'exportPersonData' : 'exportMyData', person ? { personId: person } : {});
  return {
    ...reply,
    data: JSON.parse(reply.text) as Record<'runs' | 'attachments' | 'records' | 'signIn' | 'account', Record<string, unknown>[]>,
  };
};
const isWhole = async (): Promise<boolean> => {
  for await (const event of site.ledger.verify({ kind: 'system', id: 'test' }))
    if (event.kind === 'ledger-verified') return event.verification.isWhole;
  return false;
};
const ledgerText = async (): Promise<string> => {
  let text = '';
  for await (const some of site.ledger.export({ kind: 'system', id: 'test' }, true)) text += some;
  return text;
};

/** Somebody with a name, questions, a device, sign-ins on record, and a change of roles that somebody gave reasons for. */
async function somebody(): Promise<PersonId> {
  const { person } = await site.people.invite(administrator, { loginName: words.login, displayName: words.name, departmentId: city });
  await site.store.run(`update person set state = 'active' where id = $1`, [person.id]);
  await ask(person.id, words.question, [await attach(person.id, `${words.file}.txt`, `${words.file}第一条 一共九人。`, 'internal')]);
  await site.store.run('insert into known_device values ($1, $2, $3)', [`device ${person.id}`, person.id, site.clock.now()]);
  const subject = { kind: 'person', id: person.id } as const;
  await site.ledger.append({
    action: 'session-opened',
    actor: subject,
    subject,
    personal: { address: '198.51.100.7', device: words.device },
  });
  await site.people.proposeRoles(administrator, { personId: person.id, roles: ['agent'], clearance: 'internal', reason: words.reason });
  return person.id;
}
const erase = async (person: PersonId): Promise<void> => {
  const reply = await site.ask(administrator, 'proposeErasure', { personId: person, reason: '本人申请' });
  if (reply.status !== 200) throw new Error(reply.text);
  await site.changes.decide(officer, (JSON.parse(reply.text) as { changeId: ChangeId }).changeId, 'approve', null);
};

describe('taking out', () => {
  let person: PersonId;
  let secret: string;
  beforeAll(async () => {
    person = await site.person({ department: city, name: '取数人' });
    await ask(person, '停车每小时多少元？');
  });

  test('one’s own data: account, questions with answers, and what the ledger tells, on record', async () => {
    const { status, type, data } = await taken(await site.as(person));
    expect([status, type]).toEqual([200, 'application/json']);
    expect(data.account).toMatchObject([{ displayName: '取数人', roles: ['staff'] }]);
    expect(data.runs).toMatchObject([{ question: '停车每小时多少元？', answer: { outcome: 'answered' } }]);
    expect(JSON.stringify(data.runs)).toContain('五元');
    expect(data.records.map(({ action }) => action)).toEqual(expect.arrayContaining(['run-begun', 'run-finished', 'person-exported']));
    expect((await site.ledger.list({ limit: 1, action: 'person-exported', subject: person })).records).toHaveLength(1);
  });

  test('the files that one attached, with their text; of those of others the names up to internal', async () => {
    const [ordinary, grave] = [
      await attach(person, '夏令营.txt', '夏令营通知\n第一条 食宿每人三百元。', 'internal'),
      await attach(person, '演练.txt', '演练方案\n第一条 演练每月一次。', 'sensitive'),
    ];
    const { runId } = await ask(person, '食宿每人多少元？', [ordinary]);
    const { data } = await taken(await site.as(person));
    // Attached in one millisecond, they are in either order.
    const [first, second] = [ordinary, grave].map((id) => data.attachments.find((file) => file['id'] === id));
    expect(data.attachments).toHaveLength(2);
    expect(first).toMatchObject({ run: runId, name: '夏令营.txt', grade: 'internal', text: expect.stringContaining('三百元') as string });
    expect(second).toMatchObject({ run: null, name: '演练.txt', grade: 'sensitive', text: expect.stringContaining('每月一次') as string });
    const others = await taken(officer, person);
    expect(others.data.attachments.map(({ id, name }) => [id, name])).toEqual(
      expect.arrayContaining([
        [ordinary, '夏令营.txt'],
        [grave, null],
      ]),
    );
    expect(JSON.stringify(others.data.attachments)).not.toMatch(/三百元|每月一次|演练/);
  });

  test('shows no quotation from a document that the person may not read any more', async () => {
    const { document } = await site.bring('内参.txt', '内参办法\n第一条 内参津贴每月九百元。', { grade: 'public', collection: '内参' });
    secret = (await ask(person, '内参津贴每月多少元？')).runId;
    expect((await taken(await site.as(person))).text).toContain('九百元');
    await site.knowledge.updateDocument({ ...administrator, scope: 'all', writing: { scope: 'all', allows: () => true } }, document.id, {
      grade: 'important',
    });
    expect((await taken(await site.as(person))).text).not.toContain('九百元');
  });

  test('somebody else’s data: without answers, and without questions above internal', async () => {
    await site.store.run(`update run set label = 'sensitive' where id = $1`, [secret]);
    const { data } = await taken(officer, person);
    expect(data.runs.map(({ id, question }) => [id === secret, question === null])).toEqual(
      expect.arrayContaining([
        [false, false],
        [true, true],
      ]),
    );
    expect(JSON.stringify(data)).not.toMatch(/五元|九百元|内参津贴/);
    expect((await site.ask(administrator, 'exportPersonData', { personId: person })).status).toBe(403);
    expect((await site.ask(officer, 'exportPersonData', { personId: crypto.randomUUID() })).status).toBe(404);
  });
});

describe('erasing', () => {
  test('takes two people and somebody who has left, and leaves nothing of who it was, while the ledger verifies', async () => {
    const person = await somebody();
    const runCount = async () => (await site.store.run('select id from run where person_id = $1', [person])).rows.length;
    const told = async () => `${await everyRow(site.store)} ${await ledgerText()} ${(await taken(officer, person)).text}`;
    const before = await told();
    expect(Object.values(words).filter((word) => !before.includes(word))).toEqual([]);
    const runs = await runCount();

    await expect(erase(person)).rejects.toThrow('标为已离开');
    await site.people.leave(administrator, person);
    const reply = await site.ask(administrator, 'proposeErasure', { personId: person, reason: '本人申请' });
    const { changeId } = JSON.parse(reply.text) as { changeId: ChangeId };
    await expect(site.changes.decide(administrator, changeId, 'approve', null)).rejects.toMatchObject({ code: 'second-person-needed' });
    await site.changes.decide(officer, changeId, 'approve', null);

    const after = `${await everyRow(site.store)} ${await ledgerText()}`;
    expect(Object.values(words).filter((word) => after.includes(word))).toEqual([]);
    expect((await site.ask(officer, 'exportPersonData', { personId: person })).status).toBe(404);
    expect(await isWhole()).toBe(true);
    // An account without a name that nobody opens, its questions still counted.
    expect((await site.people.list({ state: 'left' })).find(({ id }) => id === person)).toMatchObject({ roles: [], departmentId: null });
    expect(await runCount()).toBe(runs);
    const { records } = await site.ledger.list({ limit: 1, action: 'person-erased', subject: person });
    expect(records[0]?.record).toMatchObject({ details: { runs, attachments: 1, account: 1, proposedBy: administrator.person } });
    expect((await site.ledger.list({ limit: 1, action: 'run-begun', actor: person })).records).toHaveLength(1);
    // Once is enough.
    expect((await site.ask(administrator, 'proposeErasure', { personId: person, reason: '再来' })).status).toBe(404);
  });

  test('is refused while a hold stands, also one that was placed after it was proposed, and says so', async () => {
    const person = await site.person({ department: city });
    await site.people.leave(administrator, person);
    const reply = await site.ask(administrator, 'proposeErasure', { personId: person, reason: '本人申请' });
    const { changeId } = JSON.parse(reply.text) as { changeId: ChangeId };
    await site.retention.holds.place(officer, { kind: 'person', personId: person }, '案号 7');
    await expect(site.changes.decide(officer, changeId, 'approve', null)).rejects.toMatchObject({ code: 'held' });
    const other = await site.person({ department: city });
    await site.people.leave(administrator, other);
    await expect(erase(other)).resolves.toBeUndefined();
    const third = await site.person({ department: city });
    await site.people.leave(administrator, third);
    await site.retention.holds.place(officer, { kind: 'span', from: '2026-01-01T00:00:00Z', until: null }, '案号 8');
    await expect(erase(third)).rejects.toThrow('法律保全');
  });

  test('is not proposed for oneself', async () => {
    const own = await site.ask(administrator, 'proposeErasure', { personId: administrator.person, reason: '误' });
    expect((JSON.parse(own.text) as { code: string }).code).toBe('second-person-needed');
  });
});

test('no name or reason is left in the files of an embedded database', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-test-erasure-'));
  await prepareDataFolder(folder);
  const open = () => openStore({ kind: 'embedded', folder: join(folder, 'database') });
  let store = await open();
  const institution = await openInstitution(store, site.clock);
  const [proposer, clerk] = [await institution.person({ roles: ['system-administrator'] }), await institution.person({ name: words.name })];
  await institution.people.proposeRoles(await institution.as(proposer), {
    personId: clerk,
    roles: ['agent'],
    clearance: 'internal',
    reason: words.reason,
  });
  const planted = [words.name, words.reason];
  await institution.close();
  await store.close();
  expect((await findInFolder(folder, planted)).length).toBeGreaterThan(0);
  store = await open();
  const again = await openInstitution(store, site.clock);
  await store
    .tables<unknown>()
    .transaction()
    .execute(async (transaction) => {
      await again.people.personal.erase(transaction, clerk);
      await again.changes.eraseReasons(transaction, clerk);
    });
  await wipeTraces(store, plainTables);
  await again.close();
  await store.close();
  expect(await findInFolder(folder, planted)).toEqual([]);
  await rm(folder, { recursive: true });
});

/** All that the database holds, as text. */
async function everyRow(store: Store): Promise<string> {
  const { rows } = await store.run(`select table_name as name from information_schema.tables where table_schema = 'public'`);
  let text = '';
  for (const { name } of rows) {
    const { rows: all } = await store.run(`select string_agg(one::text, ' ') as text from "${String(name)}" as one`);
    text += String(all[0]?.['text']);
  }
  return text;
}
