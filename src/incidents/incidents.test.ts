import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from '../../test/support/site.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import type { ContainmentId, DocumentId, IncidentId, PersonId } from '../base/ids.ts';
import { reportInMarkdown } from './report.ts';

let site: Site;
let [officer, administrator, staff, editor]: Caller[] = [];
const one = (caller: Caller | undefined): Caller => {
  if (!caller) throw new Error('not made yet');
  return caller;
};
let suspect: PersonId;

beforeAll(async () => {
  site = await openSite();
  const city = await site.department('市政府');
  const callers = [];
  for (const role of ['security-officer', 'system-administrator', 'staff', 'editor'] as const)
    callers.push(await site.as(await site.person({ department: city, roles: [role], name: role })));
  [officer, administrator, staff, editor] = callers;
  suspect = await site.person({ department: city, name: '某人' });
});
afterAll(() => site.close());

const open = async (title = '账号可能被盗'): Promise<IncidentId> =>
  (await site.incidents.open(one(officer), { title, severity: 'high', text: '夜间有异常登录' })).incident.id;
const proposed = async (id: ContainmentId, reason: string) => {
  const change = await site.incidents.proposeLift(one(officer), id, reason);
  if (change === null) throw new Error('it was lifted by one person');
  return change;
};
const recordsOn = async (id: string) =>
  (await site.ledger.list({ limit: 200, subject: id })).records.map(({ record }) => record).toReversed();
const searchesOf = async (caller: Caller, query: string) => {
  const filter = { collectionIds: [], anyValidity: false };
  return (await site.knowledge.search(caller.scope, { query, limit: 10, filter })).hits.map(({ document }) => document.id);
};

describe('an incident', () => {
  test('goes from open to closed by steps that all stand on the timeline and in the ledger', async () => {
    const id = await open();
    await site.incidents.note(one(administrator), id, '已联系本人');
    await site.incidents.change(one(officer), id, { severity: 'critical', assignedTo: one(officer).person });
    await site.incidents.move(one(officer), id, 'resolved', '本人确认，已改密码');
    await site.incidents.move(one(officer), id, 'open', '又出现一次');
    await site.incidents.move(one(officer), id, 'resolved', '原因已查明');
    const { incident, entries } = await site.incidents.move(one(officer), id, 'closed', '复盘完成');
    expect(incident).toMatchObject({ state: 'closed', severity: 'critical', title: '账号可能被盗', openedBy: 'security-officer' });
    expect(entries.map(({ kind }) => kind)).toEqual(['opened', 'noted', 'assigned', 'resolved', 'reopened', 'resolved', 'closed']);
    expect((await recordsOn(id)).map(({ sequence }) => sequence)).toEqual(entries.map(({ ledgerSequence }) => ledgerSequence));
    await expect(site.incidents.note(one(officer), id, '迟到的话')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('is not closed before it is resolved', async () => {
    await expect(site.incidents.move(one(officer), await open(), 'closed', '不管了')).rejects.toMatchObject({ code: 'conflict' });
  });

  test('keeps its words out of the rows and out of the records', async () => {
    const id = await open('查张三的账号');
    const { rows } = await site.store.run(
      'select i.title, e.text from incident i join incident_entry e on e.incident_id = i.id where i.id = $1',
      [id],
    );
    expect(JSON.stringify([rows, await recordsOn(id)])).not.toMatch(/张三|夜间/);
  });

  test('is reported with what was done and where the ledger proves it', async () => {
    const id = await open('报告 | 样例');
    await site.incidents.contain(one(officer), id, 'end-sessions', suspect);
    const detail = await site.incidents.report(one(administrator), id);
    const report = reportInMarkdown(detail);
    expect(report).toContain('报告 \\| 样例');
    for (const { ledgerSequence } of detail.entries) expect(report).toContain(`| ${ledgerSequence} |`);
    expect((await recordsOn(id)).at(-1)?.action).toBe('incident-reported');
  });
});

describe('a document under quarantine', () => {
  let document: DocumentId;
  beforeAll(async () => {
    const brought = await site.bring('津贴.txt', '岗位津贴办法\n第一条 岗位津贴每月三百元。', { grade: 'public', collection: '文件' });
    document = brought.document.id;
    // A class of its own came with it: rights are found out afresh.
    for (const caller of [officer, administrator, staff, editor]) Object.assign(one(caller), await site.as(one(caller).person));
  });

  test('is neither found, listed, quoted nor opened by anybody from that moment on, and comes back when two people agree', async () => {
    const reader = one(staff);
    const question = { question: '岗位津贴每月多少元？', scenario: 'policy-questions' };
    const asked = async () => JSON.parse((await site.ask(reader, 'ask', question)).text) as { runId: string; refused: boolean };
    expect(await searchesOf(reader, '岗位津贴')).toContain(document);
    const before = await asked();
    expect(before.refused).toBe(false);
    const id = await open('文件误发');
    const { incident, containments } = await site.incidents.contain(one(officer), id, 'quarantine-document', document);
    expect(incident.state).toBe('contained');
    // Who contains sees which document it is; who only reads of the incident sees its number.
    expect(containments[0]?.about).toEqual({ name: '岗位津贴办法 (津贴.txt)', grade: 'public', department: null });
    expect((await site.incidents.get(one(administrator), id)).containments[0]?.about).toBeNull();
    for (const caller of [reader, one(editor), one(officer)]) {
      expect(await searchesOf(caller, '岗位津贴')).not.toContain(document);
      expect((await site.ask(caller, 'getDocument', { documentId: document })).status).toBe(404);
      expect((await site.ask(caller, 'listDocuments', {})).text).not.toContain(document);
    }
    expect(await site.found('岗位津贴')).toEqual([]);
    expect((await asked()).refused).toBe(true);
    const stored = await site.ask(reader, 'getRun', { runId: before.runId });
    expect(stored.text).not.toContain('三百元');

    const [standing] = containments;
    if (!standing) throw new Error('nothing stands');
    const change = await proposed(standing.id, '已核实');
    await expect(site.changes.decide(one(officer), change, 'approve', null)).rejects.toMatchObject({ code: 'second-person-needed' });
    expect(await searchesOf(reader, '岗位津贴')).not.toContain(document);
    await site.changes.decide(one(administrator), change, 'approve', null);
    expect(await searchesOf(reader, '岗位津贴')).toContain(document);
    expect((await recordsOn(document)).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['document-quarantined', 'document-released']),
    );
    expect((await site.incidents.get(one(officer), id)).containments).toMatchObject([{ isStanding: false }]);
  });

  test('is not written over by a new file of its name', async () => {
    const id = await open();
    await site.incidents.contain(one(officer), id, 'quarantine-document', document);
    const writer = { ...one(editor), writing: { scope: [], allows: () => true } };
    const file = {
      name: '津贴.txt',
      bytes: new TextEncoder().encode('新的津贴'),
      grade: 'public' as const,
      collection: '文件',
      department: '',
    };
    await expect(site.knowledge.importFile(writer, file)).rejects.toMatchObject({ code: 'conflict' });
  });
});

test('an API key is revoked from an incident, for good', async () => {
  site.signIn.apiKeys.useScenarios(async () => ({ inputGrade: 'internal' }));
  const wish = { name: '门户', scenario: 'policy-questions', department: undefined, days: 30 };
  const { key, token } = await site.signIn.apiKeys.create(one(officer), wish);
  expect(await site.signIn.apiKeys.recognise(token)).toBeDefined();
  const id = await open();
  const { containments } = await site.incidents.contain(one(officer), id, 'revoke-api-key', key.id);
  expect(containments).toMatchObject([{ kind: 'revoke-api-key', isStanding: false, about: { name: '门户' } }]);
  expect(await site.signIn.apiKeys.recognise(token)).toBeUndefined();
  expect((await recordsOn(key.id)).map(({ action }) => action)).toContain('api-key-revoked');
  await expect(site.incidents.contain(one(officer), id, 'revoke-api-key', key.id)).rejects.toMatchObject({ code: 'not-found' });
});

describe('a suspended person', () => {
  test('is never the last in use of a separated power', async () => {
    const id = await open();
    await expect(site.incidents.contain(one(officer), id, 'suspend-person', one(administrator).person)).rejects.toMatchObject({
      code: 'last-holder',
    });
    const second = await site.person({ roles: ['system-administrator'] });
    await site.incidents.contain(one(officer), id, 'suspend-person', second);
  });

  test('is out at once, and back only when a second person agrees', async () => {
    const id = await open();
    const { containments } = await site.incidents.contain(one(officer), id, 'suspend-person', suspect);
    const stateOf = async () => (await site.people.list({})).find((person) => person.id === suspect)?.state;
    expect(await stateOf()).toBe('suspended');
    await expect(site.incidents.contain(one(officer), id, 'suspend-person', suspect)).rejects.toMatchObject({ code: 'conflict' });
    const [standing] = containments;
    if (!standing) throw new Error('nothing stands');
    const change = await proposed(standing.id, '查清');
    await site.changes.decide(one(administrator), change, 'approve', null);
    expect(await stateOf()).toBe('active');
  });

  test('is never the one who suspends, and always somebody who is there', async () => {
    const id = await open();
    await expect(site.incidents.contain(one(officer), id, 'suspend-person', one(officer).person)).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    await expect(site.incidents.contain(one(officer), id, 'suspend-person', crypto.randomUUID())).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

test('on a site of one person, who would wait for nobody, lifting needs no second', async () => {
  const id = (await site.incidents.open(soloCaller, { title: '试用', severity: 'low' })).incident.id;
  const { document } = await site.bring('单人.txt', '单人样例\n第一条 样例内容。', { grade: 'public' });
  const { containments } = await site.incidents.contain(soloCaller, id, 'quarantine-document', document.id);
  expect(await site.found('单人样例')).toEqual([]);
  for (const { id: standing } of containments) expect(await site.incidents.proposeLift(soloCaller, standing, '试完')).toBeNull();
  expect(await site.found('单人样例')).toEqual(['单人.txt']);
  expect((await recordsOn(document.id)).at(-1)?.action).toBe('document-released');
});

test('an alarm goes on with the incident that runs about the same thing, and opens one that was resolved again', async () => {
  const refusal = {
    action: 'session-refused',
    actor: { kind: 'unknown', id: 'web' },
    subject: { kind: 'person', id: suspect },
    outcome: 'refused',
  } as const;
  const look = () => site.incidents.alarms.look();
  for (let count = 1; count < 20; count += 1) await site.ledger.append(refusal);
  await look();
  expect(await site.incidents.list('running', 100)).not.toContainEqual(expect.objectContaining({ kind: 'denials' }));
  await site.ledger.append(refusal);
  const running = async () => (await site.incidents.list('running', 100)).filter(({ kind }) => kind === 'denials');
  await look();
  // What was looked at is not told again.
  await look();
  await site.ledger.append(refusal);
  await look();
  const [only, ...others] = await running();
  if (!only) throw new Error('no incident');
  expect(others).toEqual([]);
  await site.incidents.move(one(officer), only.id, 'resolved', '误报');
  await site.ledger.append(refusal);
  await look();
  const { incident, entries } = await site.incidents.get(one(officer), only.id);
  expect(incident).toMatchObject({ state: 'open', openedBy: null });
  expect(entries.map(({ kind }) => kind)).toEqual(['opened', 'alarmed', 'resolved', 'reopened']);
});

test('who is denied again and again at the door is an alarm', async () => {
  for (let count = 0; count < 19; count += 1) await site.ask(one(staff), 'listRecords', {});
  await site.incidents.alarms.look();
  const about = async () => (await site.incidents.list('all', 100)).filter(({ kind }) => kind === 'access-denials');
  expect(await about()).toEqual([]);
  await site.ask(one(staff), 'listRecords', {});
  await site.incidents.alarms.look();
  const [incident] = await about();
  if (!incident) throw new Error('no incident');
  expect((await site.incidents.get(one(officer), incident.id)).entries[0]?.details).toMatchObject({ about: one(staff).person, count: 20 });
});

test('a backup that is overdue, and a ledger that could not be written, are each told once', async () => {
  const told = async () =>
    (await site.incidents.list('all', 100)).map(({ kind }) => kind).filter((kind) => /overdue|unwritable/.test(kind));
  site.conditions.backup = { isSet: true, takenAt: '2026-03-01T00:00:00Z' };
  await site.incidents.alarms.look();
  expect(await told()).toEqual([]);
  site.clock.today = '2026-03-03';
  site.conditions.outage = { since: new Date('2026-03-03T01:00:00Z'), until: new Date('2026-03-03T01:05:00Z'), failures: 7 };
  await site.incidents.alarms.look();
  await site.incidents.alarms.look();
  expect((await told()).toSorted()).toEqual(['backup-overdue', 'ledger-unwritable']);
  site.conditions.backup = { isSet: false, takenAt: null };
  site.conditions.outage = undefined;
  site.clock.today = '2026-03-01';
});

test('more than a look takes in is looked at by the next ones, and nothing twice', async () => {
  const refused = { action: 'session-refused', actor: { kind: 'unknown', id: 'web' }, outcome: 'refused' } as const;
  await Promise.all(
    Array.from({ length: 1200 }, () => site.ledger.append({ ...refused, subject: { kind: 'person', id: crypto.randomUUID() } })),
  );
  await site.ledger.append({ action: 'backup-failed', actor: { kind: 'system', id: 'backup' }, outcome: 'failed' });
  const failures = async () => (await site.incidents.list('running', 100)).filter(({ kind }) => kind === 'backup-failed').length;
  const before = await failures();
  await site.incidents.alarms.look();
  expect(await failures()).toBe(before);
  await site.incidents.alarms.look();
  await site.incidents.alarms.look();
  expect(await failures()).toBe(before + 1);
});

test('a ledger that does not verify, a backup that fails and a webhook that was switched off are alarms', async () => {
  await site.ledger.append({ action: 'ledger-verified', actor: { kind: 'system', id: 'test' }, outcome: 'failed' });
  await site.ledger.append({ action: 'backup-failed', actor: { kind: 'system', id: 'backup' }, outcome: 'failed' });
  const webhook = { actor: { kind: 'system', id: 'webhooks' }, subject: { kind: 'webhook', id: 'one' }, outcome: 'failed' } as const;
  await site.ledger.append({ ...webhook, action: 'webhook-given-up', details: { switchedOff: true } });
  await site.incidents.alarms.look();
  const kinds = (await site.incidents.list('running', 100)).map(({ kind, severity }) => [kind, severity]);
  expect(kinds).toEqual(
    expect.arrayContaining([
      ['ledger-fault', 'critical'],
      ['backup-failed', 'medium'],
      ['webhook-failing', 'low'],
    ]),
  );
});
