import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openSearchGround, type SearchGround } from '../../test/support/search-models.ts';
import type { VersionId } from '../base/ids.ts';
import { readDocument } from './reading/read-document.ts';

let site: SearchGround;
beforeAll(async () => {
  site = await openSearchGround({ reader: { read: (file) => readDocument(file), close: () => {} } });
  const url = `${site.upstream.url}/v1`;
  const abilities = ['embeddings', 'rerank'] as const;
  const about = { upstreamName: 'fake-embed', abilities: [...abilities] };
  await site.ground.addModel('inside', url, { ...about, maxGrade: 'internal' });
  await site.ground.addModel('outside', url, { ...about, zone: 'external', maxGrade: 'public' });
  await site.library.bring('补贴.txt', '养老补贴办法\n第一条 养老补贴的申请材料为身份证。', { grade: 'public' });
  await site.library.bring('停车.txt', '停车收费规定\n第一条 停车每小时收费五元。', { grade: 'internal' });
  // Shares characters with a question and not one word.
  await site.library.bring('倒写.txt', '法办贴补老养\n条一第 证份身为料材。', { grade: 'public' });
  await site.library.bring('机密.txt', '重要项目清单\n第一条 养老补贴的预算为三亿元。', { grade: 'sensitive' });
});
afterAll(() => site.close());
afterEach(async () => {
  await site.use(null);
  site.upstream.reset();
});

const named = (hits: readonly { document: { name: string } }[]) => hits.map(({ document }) => document.name);

test('without models search is as it was, and says nothing of models', async () => {
  const found = await site.search('养老补贴');
  expect(found).not.toHaveProperty('retrieval');
  expect(named(found.hits)).not.toContain('倒写.txt');
  expect(site.upstream.stats().requests).toBe(0);
});

describe('passages', () => {
  test('get vectors up to the grade that the model may receive, and are then found by meaning', async () => {
    await site.use('inside');
    const shown = await site.complete();
    expect(shown).toMatchObject({ embedding: { model: 'inside', dimension: 256 }, searchedModel: 'inside', rerank: null });
    expect(shown.progress).toMatchObject({ total: 4, done: 3, notAllowed: 1, failed: 0, waitingFor: null });
    expect(site.upstream.bodies('三亿元')).toEqual([]);
    const found = await site.search('养老补贴');
    expect(found.retrieval).toEqual({ mode: 'hybrid', lexicalBecause: null, isReranked: false, notRerankedBecause: null });
    // Ranked by words alone, for want of a vector.
    expect(named(found.hits)).toEqual(expect.arrayContaining(['补贴.txt', '机密.txt', '倒写.txt']));
    expect(found.hits.find(({ document }) => document.name === '倒写.txt')?.explanation.found).toBe('meaning');
  });

  test('go to a model outside the house only if they are public, after a second person agreed, and what is asked does not', async () => {
    await site.use('outside');
    const { progress } = await site.complete();
    expect(progress).toMatchObject({ total: 4, done: 2, notAllowed: 2 });
    expect(site.upstream.bodies('停车')).toEqual([]);
    site.upstream.reset();
    const found = await site.search('养老补贴怎么申请');
    expect(found.retrieval).toMatchObject({ mode: 'lexical', lexicalBecause: 'label-too-high' });
    expect(site.upstream.stats().requests).toBe(0);
    expect((await site.search('养老补贴怎么申请', { label: 'public' })).retrieval).toMatchObject({ mode: 'hybrid' });
  });

  test('have vectors that are sealed where they are kept', async () => {
    await site.use('inside');
    await site.complete();
    const { rows } = await sql<{ vectors: string }>`select vectors from passage_vectors`.execute(site.library.store.tables());
    expect(rows).toHaveLength(3);
    for (const { vectors } of rows) expect(vectors).toMatch(/^hj:/);
    const asking = { label: 'internal', scenario: '(library)', priority: 'interactive', beforeCall: async () => {} } as const;
    const asked = await site.searchModels.meaning.ask('停车收费规定\n第一条\n第一条 停车每小时收费五元。', asking);
    const { rows: all } = await sql<{ id: VersionId }>`select version_id as id from embedded_version`.execute(site.library.store.tables());
    const [nearest] =
      asked?.kind === 'ready'
        ? asked.nearest(
            all.map(({ id }) => id),
            1,
          )
        : [];
    // The very text that was embedded.
    expect(nearest?.similarity).toBeGreaterThan(0.98);
    expect(nearest?.similarity).toBeLessThanOrEqual(1.01);
  });

  test('that came later get theirs by themselves, and those of a replaced version go', async () => {
    await site.use('inside');
    await site.complete();
    await site.library.bring('新.txt', '新办法\n第一条 窗口受理投诉。', { grade: 'public' });
    await site.library.waitFor('it has a vector', async () => (await site.searchModels.show()).progress?.done === 4);
    await site.library.bring('新.txt', '新办法\n第一条 窗口不再受理投诉。', { grade: 'public' });
    const count = async () => {
      const { rows } = await sql<{ count: number }>`select count(*)::integer as count from embedded_version`.execute(
        site.library.store.tables(),
      );
      return rows[0]?.count;
    };
    await site.library.waitFor(
      'only the new version has one',
      async () => (await count()) === 4 && (await site.searchModels.show()).progress?.done === 4,
    );
    const found = await site.search('投诉受理');
    expect(found.retrieval?.mode).toBe('hybrid');
    expect(named(found.hits).filter((name) => name === '新.txt')).toHaveLength(1);
  });
});

test('what was stopped in the middle goes on where it was, and a dead process keeps nobody waiting for long', async () => {
  const articles = Array.from({ length: 80 }, (_, at) => `第${at + 1}条 编号${at}的事项由第${at}号窗口受理。`);
  await site.library.bring('长.txt', `受理事项\n${articles.join('\n')}`, { grade: 'public' });
  site.upstream.setFaults({ ttft: 200 });
  await site.use('inside');
  await site.library.waitFor('some are done', async () => ((await site.searchModels.show()).progress?.done ?? 0) > 20);
  await site.restart();
  await sql`update vector_set set worker = ${'00000000-0000-7000-8000-000000000000'}, lease_until = now() + interval '1 second'`.execute(
    site.library.store.tables(),
  );
  const { progress } = await site.complete();
  expect(progress).toMatchObject({ total: 85, done: 84, notAllowed: 1, failed: 0 });
  // Nothing was sent twice but what was under way.
  const sent = (at: number): number => site.upstream.bodies(`编号${at}的`).length;
  expect(articles.filter((_, at) => sent(at) > 1).length).toBeLessThanOrEqual(32);
  expect(articles.every((_, at) => sent(at) > 0)).toBe(true);
});

describe('another model', () => {
  test('takes over once its own vectors are complete, and until then the old ones are searched', async () => {
    await site.ground.addModel('next', `${site.upstream.url}/v1`, {
      upstreamName: 'fake-next',
      abilities: ['embeddings'],
      maxGrade: 'internal',
    });
    await site.use('inside');
    await site.complete();
    await site.use('next');
    site.upstream.setFaults({ status: 503, model: '^fake-next$' });
    await site.library.waitFor('it waits', async () => (await site.searchModels.show()).progress?.waitingFor === 'unavailable');
    expect(await site.searchModels.show()).toMatchObject({
      embedding: { model: 'next' },
      searchedModel: 'inside',
      progress: { completedAt: null },
    });
    expect((await site.search('养老补贴')).retrieval).toMatchObject({ mode: 'hybrid' });
  });
});

describe('a search', () => {
  test('sends nothing that cannot be put on record, and reads on past a row of vectors that is damaged', async () => {
    await site.use('inside');
    await site.complete();
    const before = site.upstream.stats().requests;
    const beforeCall = () => Promise.reject(new Error('no room for a record'));
    const filter = { collectionIds: [], anyValidity: false };
    const asking = { label: 'public', scenario: '(library)', priority: 'interactive', beforeCall } as const;
    const found = await site.library.knowledge.search('all', { query: '养老补贴', limit: 5, filter, asking });
    expect(found.retrieval).toMatchObject({ mode: 'lexical', lexicalBecause: 'unrecorded' });
    expect(found.hits.length).toBeGreaterThan(0);
    expect(site.upstream.stats().requests).toBe(before);
    await sql`update passage_vectors set vectors = 'hj:AQAAAAIAAAAA' where id = (select id from passage_vectors limit 1)`.execute(
      site.library.store.tables(),
    );
    expect((await site.search('养老补贴')).retrieval?.mode).toBe('hybrid');
  });

  test('goes by words when the model is late or away, and never fails', async () => {
    await site.use('inside');
    await site.complete();
    site.upstream.setFaults({ ttft: 5000 });
    const late = await site.search('养老补贴');
    expect(late.retrieval).toMatchObject({ mode: 'lexical', lexicalBecause: 'late' });
    expect(late.hits.length).toBeGreaterThan(0);
    site.upstream.setFaults({ status: 500 });
    expect((await site.search('养老补贴')).retrieval).toMatchObject({ mode: 'lexical', lexicalBecause: 'unavailable' });
  });

  test('has its first hits put in order by a model that may see them all, or stays as it was', async () => {
    await site.use('inside', 'inside');
    await site.complete();
    // A hit that is sensitive is not for this model.
    expect((await site.search('养老补贴')).retrieval).toMatchObject({ isReranked: false, notRerankedBecause: 'label-too-high' });
    const found = await site.search('停车收费');
    expect(found.retrieval).toMatchObject({ mode: 'hybrid', isReranked: true, notRerankedBecause: null });
    expect(named(found.hits)[0]).toBe('停车.txt');
    await site.use('inside', null);
    expect((await site.search('停车收费')).retrieval).toMatchObject({ isReranked: false, notRerankedBecause: null });
  });
});
