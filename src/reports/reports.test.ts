import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from '../../test/support/site.ts';
import { until } from '../../test/support/until.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import type { DepartmentId, PersonId } from '../base/ids.ts';
import { lastMondayAt } from '../base/schedule.ts';
import { reportInMarkdown } from './report-in-markdown.ts';

let site: Site;
let city: DepartmentId;
let officer: Caller;
let auditor: Caller;
let active: PersonId;
let idle: PersonId;
let granted: PersonId;

beforeAll(async () => {
  site = await openSite();
  city = await site.department('市政府');
  officer = await site.as(await site.person({ department: city, roles: ['security-officer'], name: '安全' }));
  auditor = await site.as(await site.person({ department: city, roles: ['auditor'], name: '审计' }));
  active = await site.person({ department: city, name: '常用' });
  idle = await site.person({ department: city, roles: ['staff', 'editor'], name: '久 | 不用' });
  granted = await site.person({ name: '受权' });
  const { document } = await site.bring('津贴.txt', '津贴办法\n第一条 津贴每月三百元。', { grade: 'internal', department: '市政府' });
  const grants = [active, granted].map((id) => ({ to: 'person', id, action: 'read' }));
  await site.askAsOwner('setDocumentGrants', { documentId: document.id, grants });
  await site.ask(await site.as(active), 'ask', { question: '津贴每月多少元？', scenario: 'policy-questions' });
});
afterAll(() => site.close());

describe('a security report', () => {
  test('names roles that nobody uses, grants by which nothing was done, and who lacks a second factor', async () => {
    const { content, names, findings } = await site.reports.make(officer);
    const roles = content.unusedRoles.filter(({ person }) => person === idle || person === active);
    expect(roles).toEqual([
      { person: idle, role: 'editor', usedAt: null },
      { person: idle, role: 'staff', usedAt: null },
    ]);
    expect(content.unusedGrants).toEqual([{ person: granted, action: 'read', documents: 1 }]);
    expect(content.withoutFactor.toSorted()).toEqual([officer.person, auditor.person].toSorted());
    expect(names[idle]).toBe('久 | 不用');
    expect(findings).toBeGreaterThan(4);
    site.clock.today = '2026-06-15';
    const later = await site.reports.make(officer);
    expect(later.content.unusedRoles.find(({ person, role }) => person === active && role === 'staff')?.usedAt).toBe(
      '2026-03-01T04:00:00.000Z',
    );
  });

  test('tells what is open, held and verified', async () => {
    await site.incidents.open(officer, { title: '可疑', severity: 'high' });
    await site.retention.holds.place(officer, { kind: 'person', personId: idle }, '案号 9');
    for await (const _ of site.ledger.verify({ kind: 'system', id: 'test' }));
    const { content } = await site.reports.make(officer);
    expect(content.openIncidents).toMatchObject([{ severity: 'high', state: 'open' }]);
    expect(content.holds).toBe(1);
    expect(content.ledger).toMatchObject({ isWhole: true, verifiedAt: '2026-06-15T04:00:00.000Z' });
    expect(content.ledger.records).toBeGreaterThan(10);
  });

  test('is stored without names, and an export of one whose person was erased shows none', async () => {
    const { rows } = await site.store.run('select content::text as content from security_report');
    expect(JSON.stringify(rows)).not.toContain('久');
  });

  test('is made every Monday by itself, once, kept, listed, taken out on record', async () => {
    const scheduled = async () => (await site.reports.list(50)).filter(({ isScheduled }) => isScheduled);
    await until('the report of the week is made', async () => ((await scheduled()).length === 1 ? true : undefined));
    const [report] = await scheduled();
    if (!report) throw new Error('none');
    const file = await site.ask(auditor, 'exportSecurityReport', { reportId: report.id });
    expect(file.type).toBe('text/markdown');
    const { records } = await site.ledger.list({ limit: 1, action: 'security-report-exported', subject: report.id });
    expect(records[0]?.record.actor.id).toBe(auditor.person);
    expect((await site.ask(auditor, 'makeSecurityReport', {})).status).toBe(403);
  });

  test('cannot be broken out of by a name', async () => {
    expect(reportInMarkdown(await site.reports.make(soloCaller))).toContain('久 \\| 不用');
  });
});

test('the week begins on Monday morning in China', () => {
  const momentOf = (now: string) => lastMondayAt('06:00', new Date(now)).toISOString();
  expect(momentOf('2026-03-01T04:00:00Z')).toBe('2026-02-22T22:00:00.000Z');
  expect(momentOf('2026-03-01T22:00:00Z')).toBe('2026-03-01T22:00:00.000Z');
  expect(momentOf('2026-03-08T21:59:59Z')).toBe('2026-03-01T22:00:00.000Z');
});
