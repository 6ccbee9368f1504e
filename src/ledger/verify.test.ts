import fc from 'fast-check';
import { sql } from 'kysely';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../test/support/database.ts';
import { openTestLedger, type TestLedger } from '../../test/support/ledger.ts';
import { tamper, tamperingWays } from './test-tamperings.ts';
import { nothingHeld } from '../store/kept.ts';
import type { Entry } from './ledger.ts';
import type { Verification } from './contract.ts';
import { exportFileName, verifyExport, verifyLines } from './verify-export.ts';

const auditor = { kind: 'person', id: 'auditor' } as const;
/** No two records are alike: of two that were, an exchange would change nothing. */
const clock = { time: '2026-03-01T04:00:00.000Z', ticks: 0, now: () => new Date(Date.parse(clock.time) + (clock.ticks += 1)) };
let database: TestDatabase;
let ledger: TestLedger;

beforeAll(async () => {
  database = await openTestDatabase();
  ledger = await openTestLedger(database.store, clock);
  // Several checkpoints of uneven sizes.
  for (const count of [7, 300, 1, 45]) {
    await Promise.all(Array.from({ length: count }, (_, index) => ledger.append(entry(index))));
    await ledger.checkpoint();
  }
});
afterAll(async () => {
  await ledger.close();
  await database.close();
});

const entry = (index: number): Entry => ({
  action: index % 3 === 0 ? 'run-finished' : 'document-changed',
  actor: { kind: 'person', id: `p${index % 5}` },
  subject: index % 4 === 0 ? null : { kind: 'document', id: `d${index}` },
  details: { label: 'internal', counts: [index, index * 2], isLast: false, evidence: [{ document: `d${index}`, start: index }] },
  personal: index % 10 === 0 ? { question: `第 ${index} 个问题` } : {},
});
const exported = async (of: TestLedger, withDisclosures = false): Promise<string[]> => {
  const chunks: string[] = [];
  for await (const some of of.export(auditor, withDisclosures)) chunks.push(some);
  return chunks.join('').trimEnd().split('\n');
};
const inDatabase = async (of: TestLedger): Promise<Verification> => {
  let last: Verification | undefined;
  for await (const event of of.verify(auditor)) if (event.kind === 'ledger-verified') last = event.verification;
  if (!last) throw new Error('no verification');
  return last;
};
const alone = { notes: [], keys: [] };

describe('an export', () => {
  test('verifies from a folder or a file, without the database, with the record of the export as its last', async () => {
    const lines = await exported(ledger);
    const folder = await mkdtemp(join(tmpdir(), 'hengjian-export-'));
    await writeFile(join(folder, exportFileName), `${lines.join('\n')}\n`);
    const result = await verifyExport(folder, alone);
    expect(result).toMatchObject({ isWhole: true, fault: null, firstSequence: 1, keysAreItsOwn: true, disclosures: 0 });
    expect(lines.at(-1)).toContain('"ledger-exported"');
    expect(result.lastSequence).toBe(lines.filter((line) => line.startsWith('{"record"')).length);
    expect(await verifyExport(join(folder, exportFileName), { notes: [], keys: result.keys })).toMatchObject({
      isWhole: true,
      keysAreItsOwn: false,
    });
    await rm(folder, { recursive: true });
  });

  test('holds no personal text unless it is asked for, and then each is checked against its commitment', async () => {
    expect((await exported(ledger)).join()).not.toMatch(/\p{Script=Han}/u);
    const open = await exported(ledger, true);
    expect(open.join()).toContain('第 10 个问题');
    const whole = await verifyLines(open, alone);
    expect(whole.isWhole).toBe(true);
    expect(whole.disclosures).toBeGreaterThan(30);
    const changed = open.map((line) => line.replace('第 10 个问题', '第 11 个问题'));
    expect(await verifyLines(changed, alone)).toMatchObject({ isWhole: false, fault: { kind: 'edited' } });
  });

  test.each(tamperingWays)('with %s is found out, and the first record that is not as it was is named', async (way) => {
    const lines = await exported(ledger);
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), async (numbers) => {
        const below = (limit: number): number => (numbers.next().value ?? 0) % limit;
        const { lines: tampered, notes, keys, sequence, kinds } = tamper(way, lines, below);
        const { fault } = await verifyLines(tampered, { notes, keys });
        expect(fault?.sequence).toBe(sequence);
        expect(kinds).toContain(fault?.kind);
      }),
      { numRuns: 12 },
    );
  });

  test('of something else is said to be none', async () => {
    for (const lines of [[], ['{}'], ['\u0000'], ['{"record":{},"hash":""}']])
      expect(await verifyLines(lines, alone)).toMatchObject({ isWhole: false });
  });
});

describe('the ledger in use', () => {
  test('verifies, and that it was verified is on record', async () => {
    expect(await inDatabase(ledger)).toMatchObject({ isWhole: true, fault: null });
    const [last] = (await ledger.list({ limit: 1 })).records;
    expect(last?.record).toMatchObject({ action: 'ledger-verified', outcome: 'done', actor: auditor });
  });

  test.each([
    ['a body edited', `update ledger_record set body = replace(body, '"internal"', '"public"') where sequence = 103`, 103, 'edited'],
    ['a column edited by which records are found', `update ledger_record set actor_id = 'nobody' where sequence = 50`, 50, 'edited'],
    [
      'a time edited by which records are found',
      `update ledger_record set time = time + interval '1 day' where sequence = 51`,
      51,
      'edited',
    ],
    ['a record deleted', 'delete from ledger_record where sequence = 120', 120, 'deleted'],
    [
      'records exchanged',
      'update ledger_record set sequence = case sequence when 30 then -31 else -30 end where sequence in (30, 31)',
      30,
      'deleted',
    ],
    [
      'a root edited',
      `update ledger_checkpoint set note = replace(note, 'time 2026', 'time 2027') where size = 7`,
      null,
      'checkpoint-invalid',
    ],
  ])('with %s is found out', async (_, change, sequence, kind) => {
    const before = await inDatabase(ledger);
    expect(before.isWhole).toBe(true);
    await database.store.run('create table kept_record as select * from ledger_record');
    await database.store.run('create table kept_checkpoint as select * from ledger_checkpoint');
    await database.store.run(change);
    const { fault } = await inDatabase(ledger);
    await database.store.run('delete from ledger_record where sequence <= (select max(sequence) from kept_record)');
    await database.store.run('insert into ledger_record select * from kept_record');
    await database.store.run(
      'update ledger_checkpoint set note = kept.note from kept_checkpoint kept where kept.size = ledger_checkpoint.size',
    );
    await database.store.run('drop table kept_record, kept_checkpoint');
    expect(fault).toMatchObject({ sequence, kind });
  });
});

describe('retention', () => {
  test('personal texts of a person are erased, and the chain stays whole', async () => {
    const { sequence } = await ledger.append({ ...entry(1), actor: { kind: 'person', id: 'leaving' }, personal: { question: '我的病历' } });
    const within = database.store.tables<unknown>().transaction();
    expect(await within.execute((transaction) => ledger.texts.eraseAbout(transaction, 'person', ['leaving']))).toBe(1);
    expect((await ledger.get(sequence)).personal).toEqual([{ name: 'question', isErased: true }]);
    expect((await exported(ledger, true)).join()).not.toContain('我的病历');
    expect(await inDatabase(ledger)).toMatchObject({ isWhole: true });
  });

  test('old records are cut off behind a checkpoint, what is left verifies and proves, and an unrecorded cut does not', async () => {
    const cutting = await openTestDatabase();
    const own = await openTestLedger(cutting.store, clock);
    clock.time = '2020-01-01T00:00:00.000Z';
    for (let index = 0; index < 300; index += 1) void own.append(entry(index));
    await own.append(entry(300));
    await own.checkpoint();
    const middle = await own.append(entry(301));
    clock.time = '2026-03-01T04:00:00.000Z';
    await own.append(entry(302));
    expect(await own.beginning()).toMatchObject({ firstSequence: 1, cut: null, period: null });
    const within = cutting.store.tables<unknown>().transaction();
    const cut = await within.execute((transaction) => own.kept.removeSome(transaction, new Date('2025-01-01T00:00:00Z'), nothingHeld));
    await own.kept.finish?.();
    expect(cut).toBe(301);
    expect(middle.sequence).toBe(302);
    expect((await own.list({ limit: 200 })).records.map(({ record }) => record.action)).toEqual([
      'ledger-cut',
      'document-changed',
      'document-changed',
    ]);
    expect(await inDatabase(own)).toMatchObject({ isWhole: true, firstSequence: 302 });
    const lines = await exported(own);
    expect(await verifyLines(lines, alone)).toMatchObject({ isWhole: true, firstSequence: 302 });
    expect((await own.get(302)).proof).not.toBeNull();

    expect(await own.beginning()).toMatchObject({ firstSequence: 302, cut: { sequence: 304, through: 301 }, period: null });

    const silent = lines.filter((line) => !line.includes('"ledger-cut"'));
    expect((await verifyLines(silent, alone)).isWhole).toBe(false);
    await own.close();
    await cutting.close();
  });
});

test('the hash of the head in the database is that of the last record', async () => {
  const { rows } = await sql<{ agree: boolean }>`
    select head.hash = record.hash as agree from ledger_head head join ledger_record record on record.sequence = head.sequence`.execute(
    database.store.tables(),
  );
  expect(rows).toEqual([{ agree: true }]);
});
