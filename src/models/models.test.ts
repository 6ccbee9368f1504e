import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type ModelGround, openModelGround } from '../../test/support/models.ts';
import { type FakeModelServer, startFakeModelServer } from '../../test/tools/fake-model-server.mjs';
import { type Grade, grades } from '../base/grade.ts';
import { readEgressPolicy } from './may-receive.ts';
import { promptOf } from './models.ts';

let ground: ModelGround;
let upstream: FakeModelServer;
let url: string;
beforeAll(async () => {
  ground = await openModelGround();
  upstream = await startFakeModelServer({ record: true, key: 'right key' });
  url = `${upstream.url}/v1`;
});
afterAll(async () => {
  await upstream.close();
  await ground.close();
});
afterEach(async () => {
  for (const { name } of (await ground.models.list()).models) await ground.models.remove(ground.administrator, name);
  upstream.reset();
});

const find = async (name: string) => (await ground.models.list()).models.find((model) => model.name === name);
const purposeOf = (name: string) => ground.models.snapshot().models.find((model) => model.name === name)?.purpose ?? 'none';
const send = (name: string, grade: Grade, to = url) =>
  ground.egress.open(purposeOf(name), new URL(`${to}/models`), {
    method: 'GET',
    headers: {},
    body: null,
    signal: new AbortController().signal,
    grade,
  });
const denied = (denial: string) => ({ code: 'egress-denied', details: { denial } });

describe('a model', () => {
  test('that is external, domestic and sees public content only counts at once', async () => {
    const { models, administrator } = ground;
    const wish = {
      upstreamName: 'm',
      dialect: 'deepseek',
      abilities: ['chat'],
      aliases: ['chat'],
      contextTokens: 64_000,
      concurrency: null,
    } as const;
    const boundary = { url: 'https://api.example.com/v1', zone: 'external', location: 'domestic', maxGrade: 'public' } as const;
    const traits = { ...wish, aliases: ['chat'], abilities: ['chat' as const] };
    const { model, changeId } = await models.add(administrator, { name: 'outside', traits, boundary, key: undefined, reason: '-' });
    expect(changeId).toBeNull();
    expect(model).toMatchObject({ name: 'outside', state: 'active', hasKey: false, contextTokens: 64_000, ...boundary });
    expect(models.rules()).toMatchObject([{ zone: 'external', hosts: ['api.example.com'], ports: [443], maxGrade: 'public' }]);
    expect(models.rules()[0]).not.toHaveProperty('plainText');
  });

  test('in the house waits for a second person, and until then there is no way to it', async () => {
    const { models, administrator, officer, changes } = ground;
    const traits = {
      upstreamName: 'fake-chat',
      dialect: 'openai' as const,
      abilities: ['chat' as const],
      aliases: [],
      contextTokens: null,
      concurrency: null,
    };
    const boundary = { url, zone: 'in-house', location: 'domestic', maxGrade: 'sensitive' } as const;
    const { model, changeId } = await models.add(administrator, {
      name: 'inside',
      traits,
      boundary,
      key: 'right key',
      reason: '机房已就绪',
    });
    expect(model.state).toBe('waiting');
    expect(models.rules()).toEqual([]);
    await expect(models.test('inside')).rejects.toMatchObject({ code: 'model-waiting' });
    if (!changeId) throw new Error('it did not wait');
    await expect(changes.decide(administrator, changeId, 'approve', null)).rejects.toMatchObject({ code: 'second-person-needed' });
    const waiting = (await changes.list(officer, 'waiting', 5)).find(({ id }) => id === changeId);
    expect(waiting?.sentence.zh).toContain('最高可接收“敏感”级内容');
    await changes.decide(officer, changeId, 'approve', null);
    await models.refresh();
    expect(await find('inside')).toMatchObject({ state: 'active', hasKey: true });
    expect((await send('inside', 'sensitive')).status).toBe(401);
  });

  test('is noticed by another replica, or when somebody else approved it, without being told', async () => {
    const { models } = ground;
    await ground.addModel('noticed', url);
    await sql`update model_registry set version = version + 1`.execute(ground.database.store.tables());
    const before = models.snapshot().version;
    await expect.poll(() => models.snapshot().version, { timeout: 5000 }).toBe(before + 1);
  });

  test('of a name that is taken is refused', async () => {
    await ground.addModel('twice', url);
    await expect(ground.addModel('twice', url)).rejects.toMatchObject({ code: 'conflict' });
  });

  test('that is removed has no way to it and no key, and its name is free again', async () => {
    await ground.addModel('gone', url);
    await ground.models.remove(ground.administrator, 'gone');
    expect(ground.models.rules()).toEqual([]);
    const { rows } = await sql<{ key: string | null }>`select key from model where name = 'gone'`.execute(ground.database.store.tables());
    expect(rows).toEqual([{ key: null }]);
    await ground.addModel('gone', url);
    expect(await find('gone')).toMatchObject({ state: 'active' });
  });
});

describe('the boundary of a model', () => {
  test('is lowered at once and raised by two', async () => {
    const { models, administrator } = ground;
    await ground.addModel('graded', url, { maxGrade: 'sensitive' });
    const lowered = await models.change(administrator, 'graded', { maxGrade: 'internal' }, '-');
    expect(lowered).toMatchObject({ changeId: null, model: { maxGrade: 'internal' } });
    await expect(send('graded', 'sensitive')).rejects.toMatchObject(denied('grade'));
    const raised = await models.change(administrator, 'graded', { maxGrade: 'important' }, '需要');
    expect(raised.changeId).not.toBeNull();
    expect(raised.model.maxGrade).toBe('internal');
    await ground.approveAll();
    expect(await find('graded')).toMatchObject({ maxGrade: 'important' });
  });

  test('holds at the door out, whatever the caller decided', async () => {
    await ground.addModel('held', url, { maxGrade: 'internal' });
    expect((await send('held', 'internal')).status).toBe(401);
    await expect(send('held', 'sensitive')).rejects.toMatchObject(denied('grade'));
    await expect(send('held', 'important')).rejects.toMatchObject(denied('grade'));
    expect(upstream.stats().requests).toBe(1);
  });

  test('must agree with the address: external is not this machine, in-house is not the world', async () => {
    const byName = url.replace('127.0.0.1', 'localhost');
    await ground.addModel('mislabelled', byName, { zone: 'external', maxGrade: 'public' });
    await expect(send('mislabelled', 'public', byName)).rejects.toMatchObject(denied('address'));
    expect(upstream.stats().requests).toBe(0);
  });

  test('that the address itself contradicts is refused at once, at registration and at a change', async () => {
    const { models, administrator } = ground;
    for (const address of [url, 'http://10.1.0.9/v1', 'http://[::1]/v1', 'http://169.254.1.1/v1'])
      await expect(ground.addModel('outside', address, { zone: 'external', maxGrade: 'public' }), address).rejects.toMatchObject({
        code: 'zone-not-external',
      });
    for (const address of ['http://8.8.8.8/v1', 'http://192.168.0.9/v1', 'http://[2606:4700::1111]/v1'])
      await expect(ground.addModel('inside', address), address).rejects.toMatchObject({ code: 'zone-not-in-house' });
    await ground.addModel('settled', url);
    await expect(models.change(administrator, 'settled', { url: 'http://8.8.8.8/v1' }, '迁移')).rejects.toMatchObject({
      code: 'zone-not-in-house',
    });
    expect(await find('settled')).toMatchObject({ url });
  });

  test('at another address takes two again, and the key is not shown there', async () => {
    const { models, administrator } = ground;
    await ground.addModel('moved', url);
    await models.setKey(administrator, 'moved', 'right key');
    const { changeId } = await models.change(administrator, 'moved', { url: 'http://10.1.0.9:8000/v1' }, '迁移');
    expect(changeId).not.toBeNull();
    expect(await find('moved')).toMatchObject({ url, hasKey: true });
    await ground.approveAll();
    expect(await find('moved')).toMatchObject({ url: 'http://10.1.0.9:8000/v1', hasKey: false });
  });

  test('in-house may stand in the networks that two people call the site’s own, and nowhere else', async () => {
    const { models, administrator } = ground;
    await ground.addModel('networked', 'http://10.1.0.9:8000/v1');
    const { number, networks } = await models.networks();
    expect(networks).toEqual(['10.0.0.0/8']);
    await expect(models.proposeNetworks(administrator, ['机房'], '误填')).rejects.toMatchObject({ code: 'invalid-input' });
    await models.proposeNetworks(administrator, ['10.200.0.0/16'], '只有机房');
    await ground.approveAll();
    expect(await models.networks()).toEqual({ number: number + 1, networks: ['10.200.0.0/16'] });
    await expect(send('networked', 'internal', 'http://10.1.0.9:8000/v1')).rejects.toMatchObject(denied('address'));
  });
});

describe('the egress policy', () => {
  const everything = { maxGrade: 'important' as Grade, isSolo: false };

  test.each([
    ['in-house', 'domestic', false, 'important'],
    ['external', 'domestic', false, 'sensitive'],
    ['external', 'overseas', false, 'public'],
    ['in-house', 'overseas', false, 'public'],
    ['external', 'domestic', true, 'public'],
    ['in-house', 'domestic', true, 'important'],
  ] as const)('lets %s, %s models (solo: %s) have at most what is %s, however they are declared', async (zone, location, isSolo, most) => {
    expect((await readEgressPolicy()).maxGrade({ ...everything, zone, location, isSolo })).toBe(most);
  });

  test('never goes beyond what is declared, and says why', async () => {
    const policy = await readEgressPolicy();
    for (const maxGrade of grades)
      expect(policy.maxGrade({ zone: 'in-house', location: 'domestic', maxGrade, isSolo: false })).toBe(maxGrade);
    const outside = { zone: 'external', location: 'domestic', maxGrade: 'important', isSolo: false } as const;
    expect(policy.whyNot(outside, 'important')).toMatchObject([{ zh: '重要级别的内容不得离开本单位，不论如何申报。' }]);
    expect(policy.whyNot({ ...outside, maxGrade: 'public' }, 'internal')[0]?.en).toContain('declared for public');
    expect(policy.whyNot(outside, 'public')).toEqual([]);
  });
});

test('the key is sealed where it is kept, and neither listed nor on record', async () => {
  const { models, administrator, ledger, database } = ground;
  await ground.addModel('secret', url);
  await models.setKey(administrator, 'secret', 'sk-planted-key');
  const { rows } = await sql<{ key: string }>`select key from model where name = 'secret'`.execute(database.store.tables());
  expect(rows[0]?.key).toBeTruthy();
  const { records } = await ledger.list({ limit: 50 });
  expect(JSON.stringify([rows, await models.list(), records])).not.toContain('sk-planted-key');
  expect(records[0]?.record).toMatchObject({ action: 'model-key-set', details: { name: 'secret', isSet: true } });
});

test('an endpoint that refuses the key is left alone, says so, and is used again once another key is set', async () => {
  const { models, administrator } = ground;
  await ground.addModel('locked', url);
  await models.setKey(administrator, 'locked', 'wrong key');
  const ask = async () => {
    const model = models.snapshot().models.find(({ name }) => name === 'locked');
    if (!model) throw new Error('it is gone');
    const body = JSON.stringify({ model: 'fake-chat', messages: [{ role: 'user', content: '你好' }] });
    const timeouts = { queueMs: 1000, firstTokenMs: 5000, betweenTokensMs: 5000, totalMs: 5000 };
    const { signal } = new AbortController();
    const asked = { scenario: 'none', priority: 'interactive', share: 1, prompt: promptOf(body) } as const;
    const call = await models.open({ ...asked, model, path: '/chat/completions', body, grade: 'public', timeouts, signal });
    call.report(undefined);
    call.close();
  };
  for (let time = 0; time < 3; time += 1) await expect(ask()).rejects.toMatchObject({ fault: 'key-refused', status: 401 });
  await expect(ask()).rejects.toMatchObject({ fault: 'left-alone' });
  const health = async () => (await models.figures('hour')).health.find(({ name }) => name === 'locked');
  expect(await health()).toMatchObject({ state: 'open', reason: 'key-refused' });
  await models.setKey(administrator, 'locked', 'right key');
  await ask();
  expect(await health()).toMatchObject({ state: 'closed', reason: null });
});

describe('an emergency stop', () => {
  test('of a model, with its reason beside the record, until it is lifted', async () => {
    const { models, officer, ledger } = ground;
    const { id } = await ground.addModel('stopped', url);
    const stop = await models.stop(officer, { kind: 'model', target: 'stopped', reason: '输出异常' });
    expect(stop).toMatchObject({ kind: 'model', target: 'stopped', reason: '输出异常' });
    expect(await find('stopped')).toMatchObject({ state: 'stopped' });
    const { records } = await ledger.list({ limit: 1 });
    expect(records[0]?.record).toMatchObject({ action: 'model-stopped', details: { kind: 'model', target: id } });
    expect(JSON.stringify(records)).not.toContain('输出异常');
    await models.lift(officer, stop.id, '已修复');
    expect(await find('stopped')).toMatchObject({ state: 'active' });
    await expect(models.lift(officer, stop.id, '再次')).rejects.toMatchObject({ code: 'not-found' });
  });

  test('names what it stops, unless it stops everything', async () => {
    const { models, officer } = ground;
    await expect(models.stop(officer, { kind: 'model', target: null, reason: '演练' })).rejects.toMatchObject({ code: 'invalid-input' });
    await expect(models.stop(officer, { kind: 'model', target: 'unknown', reason: '演练' })).rejects.toMatchObject({ code: 'not-found' });
    const stop = await models.stop(officer, { kind: 'all', target: null, reason: '演练' });
    await ground.addModel('any', url);
    expect(await find('any')).toMatchObject({ state: 'stopped' });
    await models.lift(officer, stop.id, '演练结束');
  });
});

describe('a test of the connection', () => {
  const tried = async () => {
    const steps = await ground.models.test('tried');
    return {
      steps: steps.map(({ step, isGood }) => `${step} ${isGood ? 'good' : 'bad'}`),
      words: steps.map(({ zh, en }) => `${zh} ${en}`).join('\n'),
    };
  };
  const addTried = async (path: string, key: string): Promise<void> => {
    await ground.addModel('tried', `${upstream.url}${path}`);
    await ground.models.setKey(ground.administrator, 'tried', key);
  };

  test('asks for the list and for an answer to a fixed text', async () => {
    await addTried('/v1', 'right key');
    expect((await tried()).steps).toEqual(['list good', 'chat good']);
    expect(upstream.bodies('请用一句话介绍你自己。')).toHaveLength(1);
  });

  test.each([
    ['a key that is not accepted', '/v1', 'wrong key', '密钥不被接受'],
    ['an address that is not the API', '/elsewhere', 'right key', '/v1'],
  ])('says what is wrong: %s', async (_, path, key, words) => {
    await addTried(path, key);
    const { steps, words: said } = await tried();
    expect(steps).toEqual(['list bad']);
    expect(said).toContain(words);
  });

  test('tells of reasoning that runs into the answer, and takes reasoning between tags for what it is', async () => {
    for (const [reply, found] of [
      ['先想一想。</think>\n\n你好。', 'chat bad'],
      ['<think>先想一想。</think>\n\n你好。', 'chat good'],
    ] as const) {
      const thinker = await startFakeModelServer({ script: [{ match: '/./', reply }] });
      const name = `thinker-${found.replace(' ', '-')}`;
      await ground.addModel(name, `${thinker.url}/v1`);
      const steps = await ground.models.test(name);
      expect(steps.map(({ step, isGood }) => `${step} ${isGood ? 'good' : 'bad'}`)).toEqual(['list good', found]);
      await thinker.close();
    }
  });

  test('of what makes vectors and ranks makes it do both, and says how long the vectors are', async () => {
    await ground.addModel('tried', url, { upstreamName: 'fake-embed', abilities: ['embeddings', 'rerank'] });
    await ground.models.setKey(ground.administrator, 'tried', 'right key');
    const { steps, words } = await tried();
    expect(steps).toEqual(['list good', 'embeddings good', 'rerank good']);
    expect(words).toContain('256');
    upstream.setFaults({ status: 500, model: '^fake-embed$' });
    expect((await tried()).steps).toEqual(['list good', 'embeddings bad']);
  });

  test('says that nothing listens there', async () => {
    await ground.addModel('tried', 'http://127.0.0.1:1/v1');
    const { steps, words } = await tried();
    expect(steps).toEqual(['connect bad']);
    expect(words).toContain('ECONNREFUSED');
  });

  test('says which models there are when the one that was named is not', async () => {
    await addTried('/v1', 'right key');
    await ground.models.change(ground.administrator, 'tried', { upstreamName: 'missing' }, '-');
    const { steps, words } = await tried();
    expect(steps).toEqual(['list bad']);
    expect(words).toContain('fake-embed');
  });
});
