import { mkdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, type Site } from '../../test/support/site.ts';
import { type Caller, soloCaller } from '../access/access.ts';
import { type PersonId, type SourceId, sourceIdSchema } from '../base/ids.ts';
import type { Source } from './contract.ts';

let site: Site;
let people: { editor: PersonId; other: PersonId; heir: PersonId };
let editor: Caller;
let id: SourceId;
let seconds = 0;

beforeAll(async () => {
  site = await openSite();
  const bureau = await site.department('民政局');
  people = {
    editor: await site.person({ department: bureau, roles: ['editor'] }),
    other: await site.person({ department: await site.department('财政局'), roles: ['editor'] }),
    heir: await site.person({ department: bureau, roles: ['editor'] }),
  };
  editor = await site.as(people.editor);
});
afterAll(() => site.close());

/** Each writing has a time of its own, as it would where it takes a while. */
const write = async (path: string, text: string): Promise<void> => {
  const full = join(site.sourceFolder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, text);
  seconds += 1;
  await utimes(full, 1_800_000_000 + seconds, 1_800_000_000 + seconds);
};
const look = async (times = 1): Promise<Source> => {
  editor = await site.as(people.editor);
  for (let time = 0; time < times; time += 1) await site.sources.lookAt(id);
  await site.settledAll();
  const source = (await site.sources.list(editor)).sources.find((one) => one.id === id);
  if (!source) throw new RangeError('It is followed.');
  return source;
};
const documents = async () => (await site.knowledge.listDocuments('all', { limit: 50, deleted: false })).documents;
const named = async (name: string) => (await documents()).filter((document) => document.name === name);

describe('a folder that is followed', () => {
  test('is added only within the folders that the operator named, and where the editor may write', async () => {
    const refused = { name: '外面', everyMinutes: 15 };
    for (const place of ['/etc', join(site.sourceFolder, '..'), join(site.sourceFolder, '没有')])
      await expect(site.sources.add(editor, { ...refused, place })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(site.sources.add(editor, { ...refused, place: site.sourceFolder, department: '财政局' })).rejects.toMatchObject({
      code: 'permission-denied',
    });
    await symlink('/etc', join(site.sourceFolder, '链接'));
    await expect(site.sources.add(editor, { ...refused, place: join(site.sourceFolder, '链接') })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    const about = { name: '局发文', place: site.sourceFolder, collection: '局文件', department: '民政局', everyMinutes: 15 };
    const source = await site.sources.add(editor, about);
    id = sourceIdSchema.parse(source.id);
    expect(source).toMatchObject({ collection: '局文件', department: '民政局', grade: 'internal', isPaused: false, mayChange: true });
  });

  test('brings its files in once two looks find them the same', async () => {
    await write('养老/补贴办法.txt', '养老补贴办法\n第一条 补贴每月一百元。');
    expect((await look()).files).toMatchObject({ waiting: 1, taken: 0 });
    await write('养老/补贴办法.txt', '养老补贴办法\n第一条 补贴每月一百元。\n第二条 仍在写。');
    expect((await look()).files).toMatchObject({ waiting: 1, taken: 0 });
    expect(await named('养老/补贴办法.txt')).toEqual([]);
    expect((await look()).files).toMatchObject({ waiting: 0, taken: 1 });
    const [document] = await named('养老/补贴办法.txt');
    expect(document).toMatchObject({ grade: 'internal', department: '民政局', versionCount: 1, collection: { name: '局文件' } });
  });

  test('makes a version of what changed, wherever its document stands by then', async () => {
    const [document] = await named('养老/补贴办法.txt');
    if (!document) throw new RangeError('It was taken.');
    await site.knowledge.updateDocument(await site.as(people.editor), document.id, { grade: 'internal', title: '办法' });
    await site.askAsOwner('updateDocument', { documentId: document.id, grade: 'sensitive' });
    await write('养老/补贴办法.txt', '养老补贴办法\n第一条 补贴每月两百元。');
    await look(2);
    expect(await named('养老/补贴办法.txt')).toMatchObject([{ id: document.id, grade: 'sensitive', versionCount: 2 }]);
    await look(2);
    expect(await named('养老/补贴办法.txt')).toMatchObject([{ versionCount: 2 }]);
  });

  test('tells editors of what is gone and deletes nothing; what comes back is told no longer', async () => {
    await write('临时.txt', '临时通知\n第一条 放假一天。');
    await look(2);
    const full = join(site.sourceFolder, '临时.txt');
    await rename(full, `${full}.tmp`);
    expect((await look()).files).toMatchObject({ gone: 1 });
    const gone = async () =>
      (await site.knowledge.listDocuments('all', { limit: 50, deleted: false, finding: 'origin-gone' })).documents.map(({ name }) => name);
    expect(await gone()).toEqual(['临时.txt']);
    expect((await site.ledger.list({ action: 'document-origin-gone', limit: 5 })).records).toHaveLength(1);
    await rename(`${full}.tmp`, full);
    await look(2);
    expect(await gone()).toEqual([]);
  });

  test('does not take an emptied or missing folder for everything being gone', async () => {
    const aside = `${site.sourceFolder}-aside`;
    await rename(site.sourceFolder, aside);
    expect(await look()).toMatchObject({ fault: 'not-allowed', files: { gone: 0 } });
    await mkdir(site.sourceFolder);
    expect(await look()).toMatchObject({ fault: 'empty', files: { gone: 0 } });
    await rm(site.sourceFolder, { recursive: true });
    await rename(aside, site.sourceFolder);
    expect(await look()).toMatchObject({ fault: null });
  });

  test('passes over links, hidden files and what is still being written', async () => {
    await symlink('/etc/hostname', join(site.sourceFolder, '外部.txt'));
    await symlink('/etc', join(site.sourceFolder, '外部'));
    for (const name of ['.隐藏.txt', '~$办法.docx', '下载.part']) await write(name, '不是文件');
    const before = (await documents()).length;
    const { files } = await look(2);
    expect(files).toMatchObject({ waiting: 0, failed: 0 });
    expect((await documents()).length).toBe(before);
  });

  test('tells what failed, file by file, and goes on with the others', async () => {
    await write('坏\u200b名.txt', '看不见的字符');
    await write('好.txt', '好文件\n第一条 内容。');
    const { files } = await look(2);
    expect(files.failed).toBe(1);
    expect(await named('好.txt')).toHaveLength(1);
    expect(await site.sources.files(editor, id, 'failed')).toMatchObject([{ path: '坏\u200b名.txt', fault: 'invalid-input' }]);
    await rm(join(site.sourceFolder, '坏\u200b名.txt'));
    expect((await look()).files.failed).toBe(0);
  });

  test('waits with what is left where the limit of its department is reached, and goes on once there is room', async () => {
    await write('多一份.txt', '多一份\n第一条 内容。');
    await look();
    await site.knowledge.limits.set(soloCaller, '民政局', { bytes: null, documents: 0 });
    expect(await look()).toMatchObject({ fault: 'library-full', files: { waiting: 1, failed: 0 } });
    await site.knowledge.limits.remove(soloCaller, '民政局');
    expect(await look()).toMatchObject({ fault: null, files: { waiting: 0 } });
    expect(await named('多一份.txt')).toHaveLength(1);
  });

  test('keeps no path in the clear', async () => {
    const { rows } = await site.store.run('select row_to_json(one)::text as row from library_source_file one');
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain('补贴办法');
  });

  test('is seen and changed only by editors whose documents it brings, and rests while it is paused', async () => {
    const other = await site.as(people.other);
    expect((await site.sources.list(other)).sources).toEqual([]);
    await expect(site.sources.change(other, id, { isPaused: true })).rejects.toMatchObject({ code: 'not-found' });
    expect((await site.sources.list(editor)).sources).toHaveLength(1);
    await site.sources.change(editor, id, { isPaused: true });
    await write('停后.txt', '停后\n第一条 内容。');
    await look(2);
    expect(await named('停后.txt')).toEqual([]);
    await site.sources.change(editor, id, { isPaused: false, everyMinutes: 1 });
    await look(2);
    expect(await named('停后.txt')).toHaveLength(1);
  });

  test('is looked at by itself when it is due', async () => {
    await write('到期.txt', '到期\n第一条 内容。');
    for (const day of ['2026-03-02', '2026-03-03']) {
      site.clock.today = day;
      await site.sources.lookAtDue();
      await site.waitFor('the look is done', async () => {
        const [source] = (await site.sources.list(editor)).sources;
        return source?.lookedAt?.startsWith(day) === true;
      });
    }
    await site.settledAll();
    expect(await named('到期.txt')).toHaveLength(1);
  });

  test.each([
    ['person-gone', "update person set state = 'suspended' where id = $1", "update person set state = 'active' where id = $1"],
    ['role-gone', 'delete from person_role where person_id = $1', "insert into person_role values ($1, 'editor')"],
    [
      'place-closed',
      "update person set department_id = (select id from department where name = '财政局') where id = $1",
      "update person set department_id = (select id from department where name = '民政局') where id = $1",
    ],
  ])('stops, once and on record, when whoever answers for it may no longer: %s; another goes on with it', async (because, lose, regain) => {
    const heir = await site.as(people.heir);
    const [before] = (await site.sources.list(heir)).sources;
    const answers = (await site.store.run('select added_by from library_source where id = $1', [id])).rows[0]?.['added_by'];
    await write(`${because}.txt`, `停止\n第一条 ${because}。`);
    await site.sources.lookAt(id);
    await site.store.run(lose, [answers]);
    await site.sources.lookAt(id);
    await site.sources.lookAt(id);
    expect(await named(`${because}.txt`)).toEqual([]);
    const { records } = await site.ledger.list({ action: 'source-stopped', subject: id, limit: 9 });
    expect(records[0]?.record.details).toEqual({ because, person: answers });
    await site.store.run(regain, [answers]);
    const other = await site.as(answers === people.heir ? people.editor : people.heir);
    const [stopped] = (await site.sources.list(other)).sources;
    expect(stopped).toMatchObject({ stopped: { because }, files: { taken: before?.files.taken } });
    await expect(site.sources.look(other, id)).rejects.toMatchObject({ code: 'conflict' });
    expect(await site.sources.change(other, id, { isPaused: false })).toMatchObject({ stopped: null });
    await site.sources.lookAt(id);
    await site.settledAll();
    expect(await named(`${because}.txt`)).toHaveLength(1);
    expect((await site.ledger.list({ action: 'document-imported', limit: 1 })).records[0]?.record.actor.id).toBe(other.person);
    expect((await site.ledger.list({ action: 'source-stopped', subject: id, limit: 9 })).records).toHaveLength(records.length);
  });

  test('leaves its documents when it is followed no longer', async () => {
    const before = (await documents()).length;
    await site.sources.remove(editor, id);
    expect((await site.sources.list(editor)).sources).toEqual([]);
    expect((await documents()).length).toBe(before);
  });
});
