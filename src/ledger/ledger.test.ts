import { sql } from 'kysely';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestLedger, type TestLedger } from '../../test/support/ledger.ts';
import { canonicalJson } from './canonical-json.ts';
import { startSchedule } from '../base/schedule.ts';
import { silentLog } from '../base/log.ts';
import { recordSchema } from './contract.ts';
import { openNote } from './checkpoint-note.ts';
import { openStore } from '../store/store.ts';
import type { Entry } from './ledger.ts';
import { leafHash, provesInclusion } from './merkle.ts';
import { commitmentTo, hashOf, noHash } from './record.ts';
import { startNightlyVerification } from './nightly-verification.ts';
import { rowsWith } from './rows-with.ts';
import { parseVerifier } from './signing-key.ts';

let database: TestDatabase;
let ledger: TestLedger;
const clock = { time: '2026-03-01T04:00:00.000Z', now: () => new Date(clock.time) };

beforeAll(async () => {
  database = await openTestDatabase();
  ledger = await openTestLedger(database.store, clock);
});
afterAll(async () => {
  await ledger.close();
  await database.close();
});

const entry = (id: string, more: Partial<Entry> = {}): Entry => ({
  action: 'document-changed',
  actor: { kind: 'person', id: 'p1' },
  subject: { kind: 'document', id },
  ...more,
});
const stored = async () =>
  (
    await sql<{ sequence: number; hash: string; body: string }>`select sequence, hash, body from ledger_record order by sequence`.execute(
      database.store.tables(),
    )
  ).rows;
const rowCount = async () => (await stored()).length;

describe('appending', () => {
  test('entries that arrive together stand in one chain without gaps, in the order in which they came', async () => {
    const before = await rowCount();
    const receipts = await Promise.all(Array.from({ length: 300 }, (_, index) => ledger.append(entry(`d${index}`))));
    expect(receipts.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 300 }, (_, index) => before + index + 1));
    let previous = before === 0 ? noHash : undefined;
    for (const { sequence, hash, body } of await stored()) {
      const record = recordSchema.parse(JSON.parse(body));
      expect(record.sequence).toBe(sequence);
      expect(record.previous).toBe(previous ?? record.previous);
      expect(hash).toBe(hashOf(body));
      expect(canonicalJson(record)).toBe(body);
      previous = hash;
    }
  });

  test('within a transaction, a record is there exactly if the transaction commits', async () => {
    const before = await rowCount();
    const tables = database.store.tables();
    const failing = tables.transaction().execute(async (transaction) => {
      await ledger.appendWithin(transaction, entry('lost'));
      throw new Error('planned');
    });
    await expect(failing).rejects.toThrow('planned');
    await ledger.append(entry('after'));
    await tables.transaction().execute((transaction) => ledger.appendWithin(transaction, entry('kept')));
    await ledger.append(entry('last'));
    const subjects = (await stored()).slice(before).map(({ body }) => recordSchema.parse(JSON.parse(body)).subject?.id);
    expect(subjects).toEqual(['after', 'kept', 'last']);
  });

  test('replicas that append at once keep one chain', async () => {
    if (!database.url) return;
    const otherStore = await openStore({ kind: 'server', url: database.url });
    const other = await openTestLedger(otherStore, clock);
    const before = await rowCount();
    await Promise.all(
      Array.from({ length: 200 }, async (_, index) => (index % 2 === 0 ? ledger : other).append(entry(`replica-${index}`))),
    );
    const rows = (await stored()).slice(before);
    expect(rows).toHaveLength(200);
    for (const [index, { body }] of rows.entries())
      if (index > 0) expect(recordSchema.parse(JSON.parse(body)).previous).toBe(rows[index - 1]?.hash);
    await other.close();
    await otherStore.close();
  });

  describe('with a row alongside', () => {
    const tables = () => database.store.tables<{ beside: { id: string } }>();
    const beside = rowsWith<string>('write_beside', (id) => ({ id }));
    const rows = async () => (await tables().selectFrom('beside').select('id').orderBy('id').execute()).map(({ id }) => id);
    beforeAll(async () => {
      await sql`create table beside (id text primary key)`.execute(tables());
      await sql`create function write_beside(rows jsonb) returns boolean language plpgsql as $$
        begin insert into beside select * from jsonb_populate_recordset(null::beside, rows); return true; end $$`.execute(tables());
    });
    afterAll(async () => {
      await sql`drop function write_beside`.execute(tables());
      await sql`drop table beside`.execute(tables());
    });

    test('entries that arrive together leave one record and one row each', async () => {
      const before = await rowCount();
      await Promise.all(['a1', 'a2', 'a3'].map((id) => ledger.append(entry(`row-${id}`), beside(id))));
      expect(await rows()).toEqual(['a1', 'a2', 'a3']);
      expect(await rowCount()).toBe(before + 3);
    });

    test('a row that the database does not take leaves no record, and those that go with it are written', async () => {
      const before = await rowCount();
      await ledger.append(entry('row-first'), beside('b1'));
      const settled = await Promise.allSettled(['b2', 'b1', 'b3'].map((id) => ledger.append(entry(`row-${id}`), beside(id))));
      expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
      expect(settled[1]).toMatchObject({ reason: { code: 'ledger-unavailable' } });
      expect((await rows()).filter((id) => id.startsWith('b'))).toEqual(['b1', 'b2', 'b3']);
      expect(await rowCount()).toBe(before + 3);
    });

    test('a row is written once although the head had moved', async () => {
      await ledger.append(entry('row-seen'));
      await tables()
        .transaction()
        .execute((transaction) => ledger.appendWithin(transaction, entry('row-moved')));
      await Promise.all(['c1', 'c2'].map((id) => ledger.append(entry(`row-${id}`), beside(id))));
      expect((await rows()).filter((id) => id.startsWith('c'))).toEqual(['c1', 'c2']);
    });

    test('a record that cannot be written leaves no row', async () => {
      await sql`alter table ledger_record add constraint planned check (action <> 'document-changed') not valid`.execute(tables());
      const settled = await Promise.allSettled([ledger.append(entry('row-d1'), beside('d1'))]);
      await sql`alter table ledger_record drop constraint planned`.execute(tables());
      expect(settled).toMatchObject([{ status: 'rejected' }]);
      expect((await rows()).filter((id) => id.startsWith('d'))).toEqual([]);
    });
  });

  test('a time before the last one is recorded as the clock says it', async () => {
    clock.time = '2025-01-01T00:00:00.000Z';
    const { sequence } = await ledger.append(entry('early'));
    clock.time = '2026-03-01T04:00:00.000Z';
    expect((await ledger.get(sequence)).record.time).toBe('2025-01-01T00:00:00.000Z');
  });

  test('a sentence cannot be written into the details: it has to be a personal text', async () => {
    const before = await rowCount();
    await expect(ledger.append(entry('d', { details: { title: '关于某人的处理决定' } }))).rejects.toThrow();
    await expect(ledger.append(entry('d', { details: { note: 'two words' } }))).rejects.toThrow();
    expect(await rowCount()).toBe(before);
  });

  test('when the record cannot be written the entry is refused, and writing goes on once it can be', async () => {
    const before = await rowCount();
    await database.store.run('alter table ledger_record rename to ledger_record_away');
    const refused = await Promise.allSettled([ledger.append(entry('a')), ledger.append(entry('b'))]);
    await database.store.run('alter table ledger_record_away rename to ledger_record');
    for (const one of refused) expect(one).toMatchObject({ status: 'rejected', reason: { code: 'ledger-unavailable' } });
    expect(await rowCount()).toBe(before);
    expect((await ledger.append(entry('c'))).sequence).toBe(before + 1);
  });
});

describe('personal text', () => {
  test('enters the record as a commitment only, and stands beside it with its salt', async () => {
    const { sequence } = await ledger.append(entry('q', { personal: { question: '我母亲的养老金是多少？' } }));
    const { record, personal } = await ledger.get(sequence);
    expect(JSON.stringify(record)).not.toContain('养老金');
    const { rows } = await sql<{ value: string }>`select value from ledger_disclosure where sequence = ${sequence}`.execute(
      database.store.tables(),
    );
    const { salt, text } = JSON.parse(rows[0]?.value ?? '') as { salt: string; text: string };
    expect(commitmentTo(text, salt)).toBe(record.commitments['question']);
    expect(personal).toEqual([{ name: 'question', isErased: false }]);
  });

  test('the same text twice gives two commitments that cannot be told to be of the same text', async () => {
    const twice = await Promise.all([1, 2].map(() => ledger.append(entry('q', { personal: { question: '同一个问题' } }))));
    const [one, other] = await Promise.all(twice.map(({ sequence }) => ledger.get(sequence)));
    expect(one?.record.commitments['question']).not.toBe(other?.record.commitments['question']);
  });
});

describe('a checkpoint', () => {
  test.each(['ed25519', 'sm2'] as const)('signed with %s covers every record, and is exported as a file', async (algorithm) => {
    const signing = await openTestLedger(database.store, clock, { algorithm });
    await Promise.all(Array.from({ length: 700 }, (_, index) => signing.append(entry(`${algorithm}-${index}`))));
    const checkpoint = await signing.checkpoint();
    if (!checkpoint) throw new Error('no checkpoint');
    expect(checkpoint.size).toBe(await rowCount());
    const key = parseVerifier(checkpoint.keyName);
    const opened = key && openNote(checkpoint.note, [key]);
    if (opened?.kind !== 'signed') throw new Error('not signed');
    expect(opened.checkpoint.size).toBe(checkpoint.size);
    expect(opened.key.algorithm).toBe(algorithm);
    expect(await readdir(signing.exportFolder)).toContain(`${String(checkpoint.size).padStart(12, '0')}.checkpoint`);
    const file = join(signing.exportFolder, `${String(checkpoint.size).padStart(12, '0')}.checkpoint`);
    expect(await readFile(file, 'utf8')).toBe(checkpoint.note);

    for (const sequence of [1, 2, 255, 256, 257, 300, checkpoint.size - 1, checkpoint.size]) {
      const { hash, proof } = await signing.get(sequence);
      if (!proof) throw new Error(`no proof of ${sequence}`);
      const path = proof.path.map((one) => Buffer.from(one, 'hex'));
      const root = Buffer.from(proof.checkpoint.root, 'base64');
      const leaf = leafHash(Buffer.from(hash, 'hex'));
      expect(provesInclusion(leaf, sequence - 1, proof.checkpoint.size, path, root)).toBe(true);
      expect(provesInclusion(leafHash(Buffer.alloc(32)), sequence - 1, proof.checkpoint.size, path, root)).toBe(false);
    }
    await signing.close();
  });

  test('is not made twice over the same records', async () => {
    const one = await ledger.checkpoint();
    const other = await ledger.checkpoint();
    expect(other).toEqual(one);
  });
});

describe('browsing', () => {
  test('finds records by what they say, newest first and page by page', async () => {
    const actor = { kind: 'person', id: 'p-browse' } as const;
    for (const id of ['b1', 'b2', 'b3']) await ledger.append(entry(id, { actor, action: 'original-read' }));
    await ledger.append(entry('b4', { actor, outcome: 'refused' }));
    const page = await ledger.list({ limit: 2, actor: 'p-browse', action: 'original-read' });
    expect(page.records.map(({ record }) => record.subject?.id)).toEqual(['b3', 'b2']);
    const rest = await ledger.list({ limit: 2, actor: 'p-browse', action: 'original-read', before: page.nextBefore ?? 0 });
    expect(rest.records.map(({ record }) => record.subject?.id)).toEqual(['b1']);
    expect(rest.nextBefore).toBeNull();
    expect((await ledger.list({ limit: 9, outcome: 'refused' })).records.map(({ record }) => record.subject?.id)).toEqual(['b4']);
    expect((await ledger.list({ limit: 9, subject: 'b2' })).records).toHaveLength(1);
    expect((await ledger.list({ limit: 9, to: '2025-06-01T00:00:00Z' })).records.map(({ record }) => record.subject?.id)).toEqual([
      'early',
    ]);
  });
});

test('a time in which nothing could be written is told once it is over', async () => {
  const database = await openTestDatabase();
  const own = await openTestLedger(database.store, { now: () => new Date() });
  const entry = { action: 'service-started', actor: { kind: 'system', id: 'test' } } as const;
  await own.append(entry);
  expect(own.outage()).toBeUndefined();
  await database.store.run('alter table ledger_head rename to ledger_head_away');
  await expect(own.append(entry)).rejects.toMatchObject({ code: 'ledger-unavailable' });
  await expect(own.append(entry)).rejects.toMatchObject({ code: 'ledger-unavailable' });
  expect(own.outage()).toBeUndefined();
  await database.store.run('alter table ledger_head_away rename to ledger_head');
  await own.append(entry);
  expect(own.outage()).toMatchObject({ failures: 2 });
  await own.close();
  await database.close();
});

test('the whole ledger is verified every night, once for all replicas', async () => {
  const database = await openTestDatabase();
  let now = new Date('2026-03-01T20:31:00Z');
  const clock = { now: () => now };
  const own = await openTestLedger(database.store, clock);
  await own.append({ action: 'service-started', actor: { kind: 'system', id: 'test' } });
  const night = async () => {
    const replicas = [1, 2].map(() =>
      startNightlyVerification({ store: database.store, ledger: own, clock, log: silentLog, startSchedule }),
    );
    for (const replica of replicas) await replica.stop();
  };
  const verified = async () => (await own.list({ action: 'ledger-verified', limit: 10 })).records.length;
  await night();
  await night();
  expect(await verified()).toBe(1);
  now = new Date('2026-03-02T20:31:00Z');
  await night();
  expect(await verified()).toBe(2);
  await own.close();
  await database.close();
});
