import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Institution, openInstitution } from '../../test/support/institution.ts';
import { openTestLibrary, type TestLibrary } from '../../test/support/library.ts';
import type { Caller } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import type { AccessClassId, DepartmentId, PersonId } from '../base/ids.ts';
import { createDocumentRights, type DocumentRightsRoom, titleFor } from './document-rights.ts';

let library: TestLibrary;
let institution: Institution;
let room: DocumentRightsRoom;
let bureau: DepartmentId;
let other: DepartmentId;
const people: Record<string, PersonId> = {};
const as = (name: string): Promise<Caller> => institution.as(people[name] ?? ('' as PersonId));

beforeAll(async () => {
  library = await openTestLibrary();
  const { store, clock } = library;
  institution = await openInstitution(store, clock);
  const { rights, changes, ledger } = institution;
  room = createDocumentRights({ store, clock, rights, changes, ledger, titleOf: titleFor(library.knowledge) });
  const city = await institution.department('市政府');
  bureau = await institution.department('民政局', city);
  other = await institution.department('财政局', city);
  people['clerk'] = await institution.person({ department: bureau, name: '民政科员' });
  people['cleared'] = await institution.person({ department: bureau, clearance: 'sensitive', name: '民政骨干' });
  people['editor'] = await institution.person({ department: bureau, roles: ['editor'], clearance: 'important', name: '民政编辑' });
  people['outsider'] = await institution.person({ department: other, name: '财政科员' });
  people['outsideEditor'] = await institution.person({ department: other, roles: ['editor'], clearance: 'important', name: '财政编辑' });
  people['reviewer'] = await institution.person({ department: city, roles: ['reviewer'], clearance: 'important', name: '市审核' });
  people['officer'] = await institution.person({ roles: ['security-officer'], name: '安全' });
  people['auditor'] = await institution.person({ roles: ['auditor'], name: '审计' });
  people['administrator'] = await institution.person({ roles: ['system-administrator'], name: '管理' });
});
afterAll(async () => {
  await institution.close();
  await library.close();
});

let turn = 0;
async function bring(grade: 'public' | 'internal' | 'sensitive' | 'important') {
  turn += 1;
  const { document } = await library.bring(`文件${turn}.txt`, `文件${turn}\n第一条 内容${turn}。`, {
    grade,
    department: '民政局',
    collection: '民政',
  });
  return document;
}
const maySee = async (name: string, id: Parameters<DocumentRightsRoom['explain']>[1]): Promise<boolean> => {
  const { scope } = await as(name);
  return library.knowledge.getDocument(scope, id).then(
    () => true,
    (error: unknown) => {
      if (error instanceof AppError && error.code === 'not-found') return false;
      throw error;
    },
  );
};

describe('why can X see this', () => {
  test('is told to who can see it, in a sentence of the policy', async () => {
    const { id } = await bring('internal');
    const { mine, all, place } = await room.explain(await as('clerk'), id);
    expect(mine).toMatchObject({ mayRead: true, mayWrite: false, mayManage: false });
    expect(mine.rules.map((rule) => rule.id)).toEqual(['internal-down-the-tree']);
    expect(all).toBeNull();
    expect(place).toMatchObject({ grade: 'internal', ownerPath: [{ name: '市政府' }, { name: '民政局' }] });
  });

  test('is the same as what the library shows: whoever is listed can open the document, and nobody else can', async () => {
    for (const grade of ['public', 'internal', 'sensitive', 'important'] as const) {
      const { id } = await bring(grade);
      const listed = new Set((await room.explain(await as('editor'), id)).all?.readers.map((reader) => reader.id));
      for (const [name, person] of Object.entries(people)) expect(await maySee(name, id), `${name} ${grade}`).toBe(listed.has(person));
    }
  });

  test('is told to the security officer and the auditor without content, and to nobody who may not know of it', async () => {
    const document = await bring('sensitive');
    for (const name of ['officer', 'auditor']) {
      const told = await room.explain(await as(name), document.id);
      expect(told.mine.mayRead).toBe(false);
      expect(told.all?.readers.map(({ displayName }) => displayName)).toEqual(['市审核', '民政编辑', '民政骨干'].toSorted());
      expect(JSON.stringify(told)).not.toContain(document.title);
    }
    for (const name of ['clerk', 'outsider', 'outsideEditor', 'administrator'])
      await expect(room.explain(await as(name), document.id)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('a grant', () => {
  test('on a document lets in a person, a department or a role, from the next request on, and is taken back the same way', async () => {
    const { id } = await bring('sensitive');
    expect(await maySee('outsider', id)).toBe(false);
    await room.setGrants(await as('editor'), id, [{ to: 'person', id: people['outsider'] as PersonId, action: 'read' }]);
    expect(await maySee('outsider', id)).toBe(true);
    const told = await room.explain(await as('outsider'), id);
    expect(told.mine.rules.map((rule) => rule.id)).toEqual(['granted-to-read']);
    await room.setGrants(await as('editor'), id, [{ to: 'department', id: other, action: 'read' }]);
    expect(await maySee('outsideEditor', id)).toBe(true);
    await room.setGrants(await as('editor'), id, []);
    expect(await maySee('outsider', id)).toBe(false);
  });

  test('on a collection lets them into all its documents, also those that come later', async () => {
    const { collection, id } = await bring('sensitive');
    await room.collections.set(await as('officer'), collection.id, [{ to: 'role', id: 'staff', action: 'read' }], '试点');
    expect(await maySee('outsider', id)).toBe(true);
    const listed = (await room.collections.list()).find((one) => one.id === collection.id);
    expect(listed).toMatchObject({ name: '民政', grants: [{ grant: { to: 'role', id: 'staff' }, of: 'collection' }] });
    expect(await maySee('outsider', (await bring('important')).id)).toBe(true);
    await room.collections.set(await as('officer'), collection.id, [], '试点结束');
    expect(await maySee('outsider', id)).toBe(false);
  });

  test('is given only by who manages the document, and to somebody who exists', async () => {
    const { id } = await bring('internal');
    await expect(room.setGrants(await as('clerk'), id, [])).rejects.toMatchObject({ code: 'permission-denied' });
    await expect(room.setGrants(await as('outsideEditor'), id, [])).rejects.toMatchObject({ code: 'not-found' });
    const nobody = crypto.randomUUID() as PersonId;
    await expect(room.setGrants(await as('editor'), id, [{ to: 'person', id: nobody, action: 'read' }])).rejects.toMatchObject({
      code: 'invalid-input',
    });
  });
});

describe('the grade of a document', () => {
  test('is raised by an editor alone and at once', async () => {
    const { id } = await bring('internal');
    await library.knowledge.updateDocument(await as('editor'), id, { grade: 'sensitive' });
    expect(await maySee('clerk', id)).toBe(false);
    expect(await maySee('cleared', id)).toBe(true);
  });

  test('is not lowered by one alone: not by changing the document, not by importing it again', async () => {
    const { id, name } = await bring('sensitive');
    const editor = await as('editor');
    const needed = { code: 'takes-two-people' };
    await expect(library.knowledge.updateDocument(editor, id, { grade: 'public' })).rejects.toMatchObject(needed);
    const bytes = new TextEncoder().encode('降级');
    await expect(
      library.knowledge.importFile(editor, { name, bytes, collection: '民政', department: '民政局', grade: 'public' }),
    ).rejects.toMatchObject(needed);
  });

  test('is lowered when another approves, who sees the title only if he may read it', async () => {
    const document = await bring('sensitive');
    const change = await room.proposeLowerGrade(await as('editor'), document.id, 'internal', '已到公开期限');
    const shownTo = async (name: string) =>
      (await institution.changes.list(await as(name), 'waiting', 50)).find(({ id }) => id === change)?.sentence.zh;
    expect(await shownTo('reviewer')).toContain(document.title);
    expect(await shownTo('officer')).toContain(document.id);
    expect(await shownTo('officer')).not.toContain(document.title);
    expect(await shownTo('clerk')).toBeUndefined();
    await expect(institution.changes.decide(await as('editor'), change, 'approve', null)).rejects.toMatchObject({
      code: 'second-person-needed',
    });
    expect(await maySee('clerk', document.id)).toBe(false);
    await institution.changes.decide(await as('officer'), change, 'approve', null);
    expect(await maySee('clerk', document.id)).toBe(true);
  });

  test('is not proposed to be raised, nor by who may not manage the document', async () => {
    const { id } = await bring('internal');
    await expect(room.proposeLowerGrade(await as('editor'), id, 'internal', '无')).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(room.proposeLowerGrade(await as('clerk'), id, 'public', '无')).rejects.toMatchObject({ code: 'permission-denied' });
    await expect(room.proposeLowerGrade(await as('outsideEditor'), id, 'public', '无')).rejects.toMatchObject({ code: 'not-found' });
  });
});

test('rights are listed by class with counts, only of classes whose rights the caller looks after', async () => {
  const officer = await room.listClasses(await as('officer'));
  expect(officer.reduce((sum, { documentCount }) => sum + documentCount, 0)).toBe((await library.knowledge.countAll('all')).documents);
  expect(await room.listClasses(await as('outsideEditor'))).toEqual([]);
  expect((await room.listClasses(await as('editor'))).length).toBeGreaterThan(0);

  const { id } = await bring('sensitive');
  const told = await room.explain(await as('officer'), id);
  const same = officer.find(({ grade, ownerPath }) => grade === 'sensitive' && ownerPath.at(-1)?.name === '民政局');
  const { readers, readerCount } = await room.readersOfClass(await as('officer'), same?.id ?? ('' as AccessClassId));
  expect({ readers, readerCount }).toEqual({ readers: told.all?.readers, readerCount: told.all?.readerCount });
  for (const name of ['outsideEditor', 'clerk'])
    await expect(room.readersOfClass(await as(name), same?.id ?? ('' as AccessClassId))).rejects.toMatchObject({ code: 'not-found' });
});
