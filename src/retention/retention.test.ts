import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from '../../test/support/site.ts';
import { until } from '../../test/support/until.ts';
import { actorOf, type Caller, soloCaller } from '../access/access.ts';
import { type DepartmentId, type HoldId, holdIdSchema, newId, type PersonId } from '../base/ids.ts';
import { verifyLines } from '../ledger/verify-export.ts';
import type { HoldWish, RetentionKind, RetentionRun } from './contract.ts';

let site: Site;
let city: DepartmentId;
let officer: Caller;
let administrator: Caller;

beforeAll(async () => {
  site = await openSite();
  city = await site.department('市政府');
  officer = await site.as(await site.person({ department: city, roles: ['security-officer'], name: '安全' }));
  administrator = await site.as(await site.person({ department: city, roles: ['system-administrator'], name: '管理' }));
});
afterAll(() => site.close());

const asker = async (): Promise<PersonId> => site.person({ department: city });
const asked = async (person: PersonId, question: string): Promise<string> => {
  const reply = await site.ask(await site.as(person), 'ask', { question, scenario: 'policy-questions' });
  return (JSON.parse(reply.text) as { runId: string }).runId;
};
/** Carries the periods out, and waits. */
const applied = async (): Promise<RetentionRun> => {
  const { id } = await site.retention.apply(officer);
  return until('retention is carried out', async () =>
    (await site.retention.overview()).runs.find((run) => run.id === id && run.state === 'done'),
  );
};
const count = async (text: string, values: readonly unknown[]): Promise<number> => (await site.store.run(text, values)).rows.length;
const runCount = (id: string) => count('select id from run where id = $1', [id]);
const textsAbout = (id: string) =>
  count('select d.id from ledger_disclosure d join ledger_record r using (sequence) where subject_id = $1', [id]);
const periodOf = async (kind: RetentionKind) => (await site.retention.overview()).periods.find((period) => period.kind === kind);
const isWhole = async (): Promise<boolean> => {
  for await (const event of site.ledger.verify({ kind: 'system', id: 'test' }))
    if (event.kind === 'ledger-verified') return event.verification.isWhole;
  return false;
};
const hold = (on: HoldWish) => site.retention.holds.place(officer, on, '配合调查');
const lift = async (id: HoldId): Promise<void> => {
  const change = await site.retention.holds.proposeLift(officer, id, '调查结束');
  if (change === null) throw new Error('it was lifted by one person');
  await expect(site.changes.decide(officer, change, 'approve', null)).rejects.toMatchObject({ code: 'second-person-needed' });
  await site.changes.decide(administrator, change, 'approve', null);
};

describe('what is over its time', () => {
  test('questions and answers: the run goes with its texts, the records stay and verify, and what was removed is on record', async () => {
    site.clock.today = '2026-03-01';
    const person = await asker();
    const old = await asked(person, '旧问题：停车怎么收费？');
    site.clock.today = '2027-02-01';
    const recent = await asked(person, '新问题：停车怎么收费？');
    site.clock.today = '2027-03-02';
    expect(await periodOf('runs')).toMatchObject({ days: 365, over: 1, held: 0 });
    const run = await applied();
    expect(run).toMatchObject({ totals: { runs: 1 }, removed: { runs: 1 } });
    expect([await runCount(old), await runCount(recent)]).toEqual([0, 1]);
    expect([await textsAbout(old), await textsAbout(recent)]).toEqual([0, 1]);
    const { records } = await site.ledger.list({ limit: 20, action: 'retention-applied' });
    expect(records[0]?.record).toMatchObject({ subject: { id: 'runs' }, details: { run: run.id, removed: 1 } });
    expect(await isWhole()).toBe(true);
  });

  test('deleted documents: with passages and originals, but for an original that another document needs', async () => {
    const { document: gone } = await site.bring('废止.txt', '废止的办法\n第一条 独有内容。', { grade: 'public' });
    const shared = '共用的办法\n第一条 共用内容。';
    const { document: twin } = await site.bring('副本.txt', shared, { grade: 'public' });
    const { document: kept } = await site.bring('正本.txt', shared, { grade: 'public', collection: '正式' });
    const addressOf = async (id: string): Promise<string> =>
      String((await site.store.run('select sha256 from document_version where document_id = $1', [id])).rows[0]?.['sha256']);
    const [goneAt, keptAt] = [await addressOf(gone.id), await addressOf(kept.id)];
    for (const { id } of [gone, twin]) await site.knowledge.setDeleted(soloCaller, id, true);
    site.clock.today = '2027-05-30';
    expect((await periodOf('deleted-documents'))?.over).toBe(0);
    site.clock.today = '2027-06-05';
    expect((await applied()).removed['deleted-documents']).toBe(2);
    expect(await count('select id from passage where document_id = any($1::uuid[])', [[gone.id, twin.id]])).toBe(0);
    await expect(site.knowledge.setDeleted(soloCaller, gone.id, false)).rejects.toMatchObject({ code: 'not-found' });
    expect([await site.files.isThere(goneAt), await site.files.isThere(keptAt)]).toEqual([false, true]);
    expect(await textsAbout(gone.id)).toBe(0);
    // The same bytes come again: a document like any other.
    const { document: again } = await site.bring('废止.txt', '废止的办法\n第一条 独有内容。', { grade: 'public' });
    expect(again.id).not.toBe(gone.id);
    expect(await site.files.isThere(goneAt)).toBe(true);
  });

  test('an original is stored again when it is taken away between its storing and its version', async () => {
    const bytes = new TextEncoder().encode('竞争\n第一条 同一内容。');
    const address = await site.files.put(bytes);
    await site.store.run('insert into original_to_remove values ($1)', [address]);
    await applied();
    expect(await site.files.isThere(address)).toBe(false);
    const { document } = await site.bring('竞争.txt', bytes, { grade: 'public' });
    await site.store.run('insert into original_to_remove values ($1)', [address]);
    await applied();
    expect(document.latest.state).toBe('ready');
    expect(await site.files.isThere(address)).toBe(true);
  });

  test('traces of signing in: addresses, devices and links go, the record that somebody signed in stays', async () => {
    const person = await asker();
    const subject = { kind: 'person', id: person } as const;
    await site.ledger.append({ action: 'session-opened', actor: subject, subject, personal: { address: '198.51.100.7', device: '手机' } });
    await site.store.run('insert into known_device values ($1, $2, $3)', [`device ${person}`, person, site.clock.now()]);
    site.clock.today = '2027-12-01';
    expect(await periodOf('sign-in-traces')).toMatchObject({ days: 184, over: 0 });
    site.clock.today = '2027-12-10';
    expect((await periodOf('sign-in-traces'))?.over).toBe(3);
    expect((await applied()).removed['sign-in-traces']).toBe(3);
    expect(await textsAbout(person)).toBe(0);
    expect((await site.ledger.list({ limit: 1, action: 'session-opened', subject: person })).records).toHaveLength(1);
    expect(await isWhole()).toBe(true);
  });

  test('a run that breaks off goes on where it was, and counts each removal once', async () => {
    const person = await asker();
    const runs = Array.from({ length: 1100 }, () => crypto.randomUUID());
    const askedAt = '2026-06-01T00:00:00Z';
    await site.store.run(
      `insert into run (id, scenario_id, person_id, question, label, asked_at)
       select unnest($1::uuid[]), (select id from scenario limit 1), $2, '', 'internal', $3`,
      [runs, person, askedAt],
    );
    const removing = site.kinds.runs.removeSome;
    let calls = 0;
    site.kinds.runs.removeSome = async (...some) => {
      calls += 1;
      const removed = await removing(...some);
      if (calls === 2) throw new Error('the power fails');
      return removed;
    };
    const run = await applied();
    site.kinds.runs.removeSome = removing;
    expect(calls).toBeGreaterThan(3);
    const of = run.removed.runs ?? 0;
    expect(of).toBeGreaterThanOrEqual(runs.length);
    expect(run.totals.runs).toBe(of);
    expect(await count('select id from run where id = any($1::uuid[])', [runs])).toBe(0);
    const { records } = await site.ledger.list({ limit: 50, action: 'retention-applied', subject: 'runs' });
    const ofRun = records.filter(({ record }) => record.details['run'] === run.id);
    expect(ofRun.reduce((sum, { record }) => sum + Number(record.details['removed']), 0)).toBe(of);
  });
});

describe('a hold', () => {
  test('on a person keeps what the person asked, until two people have lifted it', async () => {
    site.clock.today = '2028-01-01';
    const [person, other] = [await asker(), await asker()];
    const [kept, gone] = [await asked(person, '一'), await asked(other, '二')];
    const { id, name } = await hold({ kind: 'person', personId: person });
    expect(name).toMatch(/^人员/);
    await expect(hold({ kind: 'person', personId: person })).rejects.toMatchObject({ code: 'conflict' });
    site.clock.today = '2029-02-01';
    expect(await periodOf('runs')).toMatchObject({ held: 1 });
    await applied();
    expect([await runCount(kept), await runCount(gone)]).toEqual([1, 0]);
    expect(await textsAbout(kept)).toBe(1);
    await lift(id);
    await applied();
    expect(await runCount(kept)).toBe(0);
    expect(await site.retention.holds.list(officer, 'standing')).toEqual([]);
  });

  test('on a document keeps it after it was deleted, and tells its title only to who may read it', async () => {
    const { document } = await site.bring('证据.txt', '证据办法\n第一条 内容。', { grade: 'public', collection: '证据' });
    const { id } = await hold({ kind: 'document', documentId: document.id });
    await site.knowledge.setDeleted(soloCaller, document.id, true);
    site.clock.today = '2029-06-01';
    expect(await periodOf('deleted-documents')).toMatchObject({ over: 0, held: 1 });
    await applied();
    expect(await count('select id from document where id = $1', [document.id])).toBe(1);
    const nameFor = async (caller: Caller) => (await site.retention.holds.list(caller, 'standing'))[0]?.name;
    expect(await nameFor(administrator)).toBeNull();
    const change = await site.retention.holds.proposeLift(officer, id, '结束');
    const waiting = (await site.changes.list(await site.as(administrator.person), 'waiting', 10)).find((one) => one.id === change);
    expect(waiting?.sentence.zh).toContain(document.id);
    expect(waiting?.sentence.zh).not.toContain('证据');
    if (change) await site.changes.decide(administrator, change, 'approve', null);
    await applied();
    expect(await count('select id from document where id = $1', [document.id])).toBe(0);
    await expect(hold({ kind: 'document', documentId: document.id })).rejects.toMatchObject({ code: 'not-found' });
  });

  test('on a span of time keeps what is from it, records included, and lets go of the rest', async () => {
    site.clock.today = '2029-07-01';
    const person = await asker();
    const before = await asked(person, '之前');
    site.clock.today = '2029-07-03';
    const within = await asked(person, '之中');
    await site.ledger.checkpoint();
    const { id } = await hold({ kind: 'span', from: '2029-07-02T00:00:00Z', until: '2029-07-04T00:00:00Z' });
    site.clock.today = '2035-01-01';
    await applied();
    expect([await runCount(before), await runCount(within)]).toEqual([0, 1]);
    const { records } = await site.ledger.list({ limit: 1, subject: within });
    expect(records).toHaveLength(1);
    expect(await isWhole()).toBe(true);
    await lift(id);
    await applied();
    expect((await site.ledger.list({ limit: 1, subject: within })).records).toHaveLength(0);
    expect(await isWhole()).toBe(true);
  });

  test('cannot be placed while something is being removed, and counts from then on', async () => {
    const person = await asker();
    let placed: Promise<unknown> | undefined;
    let isPlaced = false;
    const removing = site.kinds.runs.removeSome;
    site.kinds.runs.removeSome = async (...some) => {
      placed ??= hold({ kind: 'person', personId: person }).then(() => {
        isPlaced = true;
      });
      const removed = await removing(...some);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(isPlaced).toBe(false);
      return removed;
    };
    await applied();
    site.kinds.runs.removeSome = removing;
    await placed;
    expect((await site.retention.holds.list(officer, 'standing'))[0]?.target).toBe(person);
  });

  test('keeps its reason sealed and out of the record', async () => {
    const { rows } = await site.store.run('select reason from legal_hold');
    const { records } = await site.ledger.list({ limit: 50, action: 'hold-placed' });
    expect(JSON.stringify([rows, records])).not.toContain('调查');
    expect(records.length).toBeGreaterThan(0);
  });
});

describe('texts beside records', () => {
  const redact = (by: Caller, id: string) => site.retention.proposeRedaction(by, { kind: 'incident', id }, '写入了无关人员的姓名');
  const noted = async (id: string): Promise<number> => {
    const subject = { kind: 'incident', id } as const;
    const { sequence } = await site.ledger.append({
      action: 'incident-changed',
      actor: actorOf(officer),
      subject,
      personal: { note: '写错的姓名' },
    });
    return sequence;
  };
  let auditor: Caller;
  beforeAll(async () => {
    auditor = await site.as(await site.person({ department: city, roles: ['auditor'], name: '审计' }));
  });

  test('are erased when an auditor and a security officer agree; the record stays, reads as erased, and verifies', async () => {
    const sequence = await noted('i1');
    const other = await noted('i2');
    await expect(redact(officer, 'i1')).rejects.toMatchObject({ code: 'permission-denied' });
    const change = await redact(auditor, 'i1');
    if (change === null) throw new Error('it was erased by one person');
    expect((await site.ledger.get(sequence)).personal).toEqual([{ name: 'note', isErased: false }]);
    await site.changes.decide(officer, change, 'approve', null);
    expect((await site.ledger.get(sequence)).personal).toEqual([{ name: 'note', isErased: true }]);
    expect((await site.ledger.get(other)).personal).toEqual([{ name: 'note', isErased: false }]);
    const [{ record } = { record: undefined }] = (await site.ledger.list({ limit: 1, action: 'disclosures-erased' })).records;
    expect(record).toMatchObject({
      actor: { id: officer.person },
      subject: { kind: 'incident', id: 'i1' },
      details: { erased: 1, change, proposedBy: auditor.person },
    });
    await expect(redact(auditor, 'i1')).rejects.toMatchObject({ code: 'not-found' });
    expect(await isWhole()).toBe(true);
    let text = '';
    for await (const some of site.ledger.export({ kind: 'system', id: 'test' }, true)) text += some;
    const proof = { notes: [], keys: [] };
    expect(await verifyLines(text.trimEnd().split('\n'), proof)).toMatchObject({ isWhole: true });
    expect(text.match(/写错的姓名/g)).toHaveLength(1);
  });

  test('stay while a hold covers a record of theirs, even one placed after the request', async () => {
    await noted('i3');
    const change = await redact(auditor, 'i3');
    const { id } = await hold({ kind: 'person', personId: officer.person });
    if (change === null) throw new Error('it was erased by one person');
    await expect(site.changes.decide(officer, change, 'approve', null)).rejects.toMatchObject({ code: 'held' });
    await site.changes.withdraw(auditor, change);
    await expect(redact(auditor, 'i3')).rejects.toMatchObject({ code: 'held' });
    await lift(id);
    expect(await redact(auditor, 'i3')).not.toBeNull();
  });
});

test('a ledger that was cut tells where it begins, and who set the period by which it was', async () => {
  site.clock.today = '2036-01-01';
  await asked(await asker(), '很久以前');
  await site.ledger.checkpoint();
  site.clock.today = '2037-01-01';
  const change = await site.retention.changePeriod(officer, { kind: 'ledger', days: 200 }, '规定');
  if (change === null) throw new Error('it was changed by one person');
  await site.changes.decide(administrator, change, 'approve', null);
  expect((await applied()).removed.ledger).toBeGreaterThan(0);
  const { firstSequence, since, cut, period } = await site.ledger.beginning();
  expect(firstSequence).toBe((cut?.through ?? 0) + 1);
  expect((await site.ledger.list({ limit: 1, before: firstSequence + 1 })).records[0]?.record).toMatchObject({
    sequence: firstSequence,
    time: since,
  });
  expect(period).toMatchObject({ days: 200, proposedBy: officer.person, setBy: administrator.person });
  expect(await isWhole()).toBe(true);
});

describe('a period', () => {
  const propose = (kind: RetentionKind, days: number, by: Caller = officer) => site.retention.changePeriod(by, { kind, days }, '规定');

  test('is made longer by one person, and shorter by two', async () => {
    expect(await propose('runs', 500)).toBeNull();
    expect((await periodOf('runs'))?.days).toBe(500);
    const change = await propose('runs', 200);
    expect((await periodOf('runs'))?.days).toBe(500);
    if (change === null) throw new Error('it was changed by one person');
    await expect(site.changes.decide(officer, change, 'approve', null)).rejects.toMatchObject({ code: 'second-person-needed' });
    await site.changes.decide(administrator, change, 'approve', null);
    expect((await periodOf('runs'))?.days).toBe(200);
    const { records } = await site.ledger.list({ limit: 1, action: 'retention-changed' });
    expect(records[0]?.record.details).toMatchObject({ before: 500, days: 200, proposedBy: officer.person });
  });

  test('of 0 days is for ever: longer than any, and nothing is over it', async () => {
    expect(await propose('runs', 0)).toBeNull();
    expect(await periodOf('runs')).toMatchObject({ days: 0, over: 0 });
    expect(await propose('runs', 36_500)).not.toBeNull();
  });

  test('is never shorter than the law or the product allows', async () => {
    for (const kind of ['ledger', 'sign-in-traces'] as const)
      await expect(propose(kind, 183)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(propose('deleted-documents', 1)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('on a site of one person is changed at once, with the reason beside the record, and never below what is allowed', async () => {
    expect(await propose('deleted-documents', 30, soloCaller)).toBeNull();
    expect((await periodOf('deleted-documents'))?.days).toBe(30);
    const [{ record } = { record: undefined }] = (await site.ledger.list({ limit: 1, action: 'retention-changed' })).records;
    expect(record).toMatchObject({ actor: { id: soloCaller.person }, details: { days: 30 } });
    expect(Object.keys(record?.commitments ?? {})).toEqual(['reason']);
    await expect(propose('ledger', 100, soloCaller)).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(site.retention.holds.proposeLift(soloCaller, newId(holdIdSchema), '无')).rejects.toMatchObject({ code: 'not-found' });
  });
});
