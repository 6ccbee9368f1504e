import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BucketServer, startBucketServer } from '../../test/support/bucket-server.ts';
import { openSite, type Site } from '../../test/support/site.ts';
import type { Caller } from '../access/access.ts';
import { type SourceId, sourceIdSchema } from '../base/ids.ts';
import type { Source } from './contract.ts';
import type { SourceTables } from './sources.store.ts';

let bucket: BucketServer;
let site: Site;
let editor: Caller;
let id: SourceId;
let seconds = 0;
beforeAll(async () => {
  bucket = await startBucketServer();
  site = await openSite({ buckets: [new URL(`${bucket.url}/fawen/2025`)] });
  editor = await site.as(await site.person({ department: await site.department('民政局'), roles: ['editor'] }));
});
afterAll(async () => {
  await site.close();
  await bucket.close();
});

const put = (name: string, text: string): void => {
  seconds += 1;
  bucket.objects.set(name, { bytes: Buffer.from(text), modifiedAt: new Date(1_800_000_000_000 + seconds * 1_000) });
};
const look = async (times = 1): Promise<Source> => {
  for (let time = 0; time < times; time += 1) await site.sources.lookAt(id);
  await site.settledAll();
  const source = (await site.sources.list(await site.as(editor.person))).sources.find((one) => one.id === id);
  if (!source) throw new RangeError('It is followed.');
  return source;
};
const named = async (name: string) =>
  (await site.knowledge.listDocuments('all', { limit: 50, deleted: false })).documents.filter((document) => document.name === name);

describe('a bucket that is followed', () => {
  const about = { name: '发文桶', department: '民政局', collection: '局文件', everyMinutes: 15 };

  test('is added only where the operator allows it, and with a key', async () => {
    const key = { ...bucket.key };
    for (const place of [
      `${bucket.url}/fawen`,
      `${bucket.url}/fawen/20250`,
      `${bucket.url}/fawen/2025/../2024`,
      'http://127.0.0.1:9/fawen/2025',
      `${bucket.url}/fawen/2025?x=1`,
    ])
      await expect(site.sources.add(editor, { ...about, place, key })).rejects.toMatchObject({ code: 'invalid-input' });
    const place = `${bucket.url}/fawen/2025/民政/`;
    await expect(site.sources.add(editor, { ...about, place })).rejects.toMatchObject({ code: 'invalid-input' });
    const source = await site.sources.add(editor, { ...about, place, key: { ...key, secret: 'wrong' } });
    id = sourceIdSchema.parse(source.id);
    expect(source).toMatchObject({ kind: 'bucket', department: '民政局' });
    expect(JSON.stringify(source)).not.toContain('wrong');
    expect(bucket.requests).toEqual([]);
  });

  test('says that its key is not accepted, until it is replaced', async () => {
    put('2025/民政/养老 补贴+办法.txt', '养老补贴办法\n第一条 补贴每月一百元。');
    expect(await look(2)).toMatchObject({ fault: 'key-refused', files: { waiting: 0, taken: 0 } });
    await site.sources.change(await site.as(editor.person), id, { key: bucket.key });
    expect(await look(2)).toMatchObject({ fault: null, files: { taken: 1 } });
    expect(await named('养老 补贴+办法.txt')).toMatchObject([{ grade: 'internal', department: '民政局', versionCount: 1 }]);
  });

  test('brings in what stands below its prefix, page by page, and passes over folders and what is unfinished', async () => {
    for (const name of ['救助/一.txt', '救助/二.txt', '救助/三.txt'])
      put(`2025/民政/${name}`, `救助办法\n第一条 ${name}的标准是每月五百元。`);
    put('2025/民政/救助/', '');
    put('2025/民政/.草稿.txt', '草稿');
    put('2025/财政/预算.txt', '预算办法\n第一条 预算。');
    expect((await look(2)).files).toMatchObject({ waiting: 0, taken: 4, failed: 0 });
    expect(await named('救助/三.txt')).toHaveLength(1);
    expect(await named('预算.txt')).toEqual([]);
    expect(bucket.requests.some((request) => request.includes(encodeURIComponent('财政')))).toBe(false);
  });

  test('makes a version of what changed, and tells what is gone', async () => {
    put('2025/民政/救助/一.txt', '救助办法\n第一条 标准是每月六百元，按季度发放。');
    bucket.objects.delete('2025/民政/救助/二.txt');
    expect((await look(2)).files).toMatchObject({ taken: 3, gone: 1 });
    expect(await named('救助/一.txt')).toMatchObject([{ versionCount: 2 }]);
    expect(await named('救助/二.txt')).toHaveLength(1);
  });

  test('that is empty, or is not there, changes nothing', async () => {
    const kept = new Map(bucket.objects);
    bucket.objects.clear();
    expect(await look()).toMatchObject({ fault: 'empty', files: { taken: 3 } });
    for (const [name, object] of kept) bucket.objects.set(name, object);
    expect(await look()).toMatchObject({ fault: null, files: { taken: 3 } });
    await bucket.close();
    expect(await look()).toMatchObject({ fault: 'unreachable', files: { taken: 3 } });
  });

  test('keeps its key sealed', async () => {
    const rows = await site.store.tables<SourceTables>().selectFrom('library_source').select('access_key').execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(bucket.key.secret);
  });
});
