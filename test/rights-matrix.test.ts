// Every route, for every role, on documents of every kind of right: the door answers as the table says.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Caller } from '../src/access/access.ts';
import { permissionsOf } from '../src/access/permissions-of-role.ts';
import type { Operation } from '../src/base/contract.ts';
import { grades } from '../src/base/grade.ts';
import { permissions } from '../src/base/permissions.ts';
import { type Role, roleSchema } from '../src/base/roles.ts';
import { expectedRights, type Need, rightsTable, type Standing } from './support/rights-table.ts';
import { openSite, type Site } from './support/site.ts';

const root = join(import.meta.dirname, '..');
const permissionSchema = z.enum(permissions);
const roles = roleSchema.options;
const standings: readonly Standing[] = grades.flatMap((grade) =>
  (['own', 'below', 'above', 'beside'] as const).flatMap((owner) => [true, false].map((isGranted) => ({ grade, owner, isGranted }))),
);
const ownerNames = { own: '民政局', below: '救助科', above: '市政府', beside: '财政局' } as const;

let site: Site;
const callers = {} as Record<Role, Caller>;
/** A document for each standing and role: a grant names a person, and there is one of each role. */
const documents = new Map<string, { documentId: string; versionId: string; collectionId: string }>();
const keyOf = ({ grade, owner, isGranted }: Standing): string => `${grade} ${owner} ${isGranted}`;

beforeAll(async () => {
  site = await openSite();
  const city = await site.department('市政府');
  const bureau = await site.department('民政局', city);
  await site.department('财政局', city);
  await site.department('救助科', bureau);
  const people = [];
  for (const role of roles) people.push([role, await site.person({ department: bureau, roles: [role] })] as const);
  for (const standing of standings) {
    const { grade, owner, isGranted } = standing;
    const name = `${keyOf(standing)}.txt`;
    const { document } = await site.bring(name, `文件\n第一条 ${name}。`, { grade, department: ownerNames[owner], collection: '文件' });
    documents.set(keyOf(standing), { documentId: document.id, versionId: document.latest.id, collectionId: document.collection.id });
    const grants = people.map(([, id]) => ({ to: 'person', id, action: 'read' }));
    if (isGranted) await site.askAsOwner('setDocumentGrants', { documentId: document.id, grants });
  }
  for (const [role, id] of people) callers[role] = await site.as(id);
}, 300_000);
afterAll(() => site.close());

/** Input that is valid, so that only the right can stand in the way. */
function inputOf(operation: string, standing: Standing): Record<string, unknown> {
  const { documentId, versionId, collectionId } = documents.get(keyOf(standing)) ?? { documentId: '', versionId: '', collectionId: '' };
  const missing = crypto.randomUUID();
  const inputs: Record<string, Record<string, unknown>> = {
    ask: { question: '文件第一条是什么？' },
    streamAnswer: { question: '文件第一条是什么？' },
    getRun: { runId: missing },
    getRunSteps: { runId: missing },
    exportAnswer: { runId: missing },
    attachFile: { name: '附件.txt' },
    streamAttaching: { name: '附件.txt' },
    detachFile: { attachmentId: missing },
    getAttachmentText: { attachmentId: missing },
    getRecordedRun: { runId: missing },
    searchPassages: { query: '文件' },
    getOrigin: { versionId, start: 0, end: 2 },
    retryDocuments: { documentIds: [documentId] },
    compareVersions: { versionId, beforeVersionId: versionId },
    setLibraryLimit: { subject: 'default', bytes: null, documents: null },
    removeLibraryLimit: { subject: 'default' },
    giveDocumentPassword: { documentId, password: '停车' },
    repealDocument: { documentId, byDocumentId: documentId, on: '2030-01-01' },
    settleElement: { versionId, name: 'issuer', value: '某局' },
    updateDocument: { documentId, effectiveOn: '2026-01-01' },
    setDocumentGrants: { documentId, grants: grantsOf(standing) },
    proposeLowerGrade: { documentId, grade: 'public', reason: '到期' },
    getClassReaders: { classId: missing },
    setCollectionGrants: { collectionId, grants: [], reason: '无' },
    addAnswerBox: { title: '答问窗', scenario: 'policy-questions' },
    changeAnswerBox: {
      boxId: missing,
      title: '答问窗',
      greeting: '',
      language: 'auto',
      scenario: 'policy-questions',
      origins: [],
      perAddress: 1,
      perBox: 1,
    },
    closeAnswerBox: { boxId: missing },
    removeAnswerBox: { boxId: missing },
    createDepartment: { name: `部门${missing.slice(0, 8)}` },
    changeDepartment: { departmentId: missing, name: '改名' },
    closeDepartment: { departmentId: missing },
    invitePerson: { loginName: `p${missing.slice(0, 8)}`, displayName: '某人' },
    renewInvitation: { personId: missing },
    changePerson: { personId: missing, displayName: '改名' },
    leavePerson: { personId: missing },
    proposeSecondFactorReset: { personId: missing, reason: '丢失' },
    endPersonSessions: { personId: missing },
    proposeRoles: { personId: missing, roles: ['staff'], clearance: 'internal', reason: '无' },
    decideChange: { changeId: missing, decision: 'approve' },
    withdrawChange: { changeId: missing },
    getPolicyVersion: { number: 0 },
    checkPolicy: { text: 'not a policy' },
    getPolicyEffect: { text: 'not a policy' },
    getPolicyProposal: { changeId: missing },
    proposePolicy: { text: 'not a policy', reason: '无' },
    getRecord: { sequence: 1 },
    proposeRedaction: { subject: { kind: 'document', id: missing }, reason: '无' },
    getIncident: { incidentId: missing },
    openIncident: { title: '可疑' },
    noteOnIncident: { incidentId: missing, text: '无' },
    changeIncident: { incidentId: missing, severity: 'high' },
    moveIncident: { incidentId: missing, to: 'resolved', reason: '无' },
    contain: { incidentId: missing, kind: 'quarantine-document', target: missing },
    proposeLift: { containmentId: missing, reason: '无' },
    reportIncident: { incidentId: missing },
    exportPersonData: { personId: missing },
    proposeErasure: { personId: missing, reason: '无' },
    getSecurityReport: { reportId: missing },
    exportSecurityReport: { reportId: missing },
    changePeriod: { kind: 'runs', days: 400, reason: '无' },
    placeHold: { on: { kind: 'document', documentId: missing }, reason: '无' },
    proposeHoldLift: { holdId: missing, reason: '无' },
    importDocument: { name: '导入.txt', collection: '文件' },
  };
  const { path } = site.routes.find((route) => route.operation.id === operation)?.operation ?? { path: '' };
  return inputs[operation] ?? (path.includes(':documentId') ? { documentId } : path.includes(':versionId') ? { versionId } : {});
}

function grantsOf({ isGranted }: Standing): unknown[] {
  return isGranted ? roles.map((role) => ({ to: 'person', id: callers[role].person, action: 'read' })) : [];
}

/** What the door says to who lacks it: unknown documents are as good as none. */
function expected(role: Role, needs: Need, standing: Standing): 'done' | 'denied' | 'missing' {
  if (needs === 'nothing') return 'done';
  const rights = expectedRights(role, standing);
  if (rights[needs]) return 'done';
  if (needs === 'manage') return rights.know ? 'denied' : 'missing';
  return needs === 'write' && rights.read ? 'denied' : 'missing';
}

/** Every operation of every room, whether or not its room stands in the test site. */
async function publishedOperations(): Promise<Operation[]> {
  const contracts = globSync('src/*/*contract.ts', { cwd: root });
  const rooms = await Promise.all(contracts.map((path): Promise<Record<string, unknown>> => import(join(root, path))));
  return rooms.flatMap((room) =>
    Object.entries(room)
      .filter(([name]) => /operations$/i.test(name))
      .flatMap(([, operations]) => Object.values(operations as Record<string, Operation>)),
  );
}
/** What one may do before and beside any role: signing in, one's own account, and what the owner of the data folder may. */
const beside: ReadonlySet<string> = new Set(['anybody', 'session', 'signed-in', 'data-folder']);

test('every route of the product declares who may use it, and the table has written the same by hand', async () => {
  const operations = (await publishedOperations()).filter(({ permission }) => !beside.has(permission));
  expect(operations.map(({ id }) => id).toSorted()).toEqual(Object.keys(rightsTable).toSorted());
  for (const { id, permission } of operations) {
    const holders = roles.filter((role) => permissionsOf([role]).has(permissionSchema.parse(permission)));
    expect([id, holders.toSorted()]).toEqual([id, [...(rightsTable[id]?.roles ?? [])].toSorted()]);
  }
});

/** The operations that name documents or stand in the same rooms; the others are of rooms that know none. */
const isInSite = (operation: string): boolean => site.routes.some((route) => route.operation.id === operation);

describe.each(roles)('%s', (role) => {
  test('is refused every operation that is for other roles, before anything is looked at', async () => {
    for (const [operation, row] of Object.entries(rightsTable)) {
      if (row.roles.includes(role) || !isInSite(operation)) continue;
      for (const standing of [standings[0], standings.at(-1)]) {
        const { status, text } = await site.ask(callers[role], operation, inputOf(operation, standing as Standing));
        expect([operation, status, (JSON.parse(text) as { code: string }).code]).toEqual([operation, 403, 'permission-denied']);
      }
    }
  }, 120_000);

  test('reaches the documents that the table says, by every operation that is for it', async () => {
    const faults: unknown[] = [];
    for (const [operation, { roles: holders, needs }] of Object.entries(rightsTable)) {
      if (!holders.includes(role) || !isInSite(operation)) continue;
      for (const standing of needs === 'nothing' ? standings.slice(0, 1) : standings) {
        const body = operation === 'importDocument' ? new TextEncoder().encode('导入\n第一条 内容。') : undefined;
        const { status, text } = await site.ask(callers[role], operation, inputOf(operation, standing), body);
        const isRefused = text.includes('"permission-denied"');
        // Nothing that is named exists where no document is named; past the door that is no matter of rights.
        const got = isRefused ? 'denied' : status === 404 && needs !== 'nothing' ? 'missing' : status >= 500 ? 'broken' : 'done';
        const wanted = expected(role, needs, standing);
        if (got !== wanted) faults.push({ operation, ...standing, got, wanted, text: text.slice(0, 200) });
        if (operation === 'deleteDocument' && got === 'done') await site.askAsOwner('restoreDocument', inputOf(operation, standing));
        if (operation === 'retryDocument' && got === 'done') await site.settledAll();
      }
    }
    expect(faults).toEqual([]);
  }, 300_000);
});
