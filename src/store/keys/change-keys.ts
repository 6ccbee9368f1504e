// Changes of the keys, each in one transaction under the lock. Replacing data keys goes in steps, so that no process seals with
// a key that another takes for unused: arriving (all learn it) -> active -> retiring (still opens) -> destroyed.
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../../base/errors.ts';
import type { Store } from '../store.ts';
import { type Algorithm, keyBytes } from './cipher.ts';
import { changingKeys, type DataKeyRow, type KeyTransaction, readDataKeys, unwrapKey, wrapKey } from './data-keys.store.ts';
import type { MasterKeySource } from './master-key.ts';
import { type Purpose, sealPurposes } from './purposes.ts';

interface NewKeys {
  readonly algorithm: Algorithm;
  readonly state: 'active' | 'arriving';
  readonly acceptsPlain: (purpose: Purpose) => boolean;
  readonly master: Uint8Array;
}

export async function addKeys(transaction: KeyTransaction, wanted: readonly Purpose[], about: NewKeys): Promise<void> {
  if (wanted.length === 0) return;
  const { last } = await transaction
    .selectFrom('data_key')
    .select(({ fn }) => fn.max<number | null>('id').as('last'))
    .executeTakeFirstOrThrow();
  const rows = wanted.map((purpose, index) => {
    const { algorithm, state } = about;
    const header = { id: (last ?? 0) + index + 1, purpose, algorithm, accepts_plain: about.acceptsPlain(purpose) };
    const wrapped = wrapKey(header, randomBytes(keyBytes), about.master);
    return { ...header, state, wrapped, created_at: new Date(), retired_at: null, destroyed_at: null };
  });
  await transaction.insertInto('data_key').values(rows).execute();
}

/** Wraps keys anew, under another master key or with another header; what they sealed stays as it is. */
export async function rewrapKeys(
  transaction: KeyTransaction,
  rows: readonly DataKeyRow[],
  { from, to, change = {} }: { from: Uint8Array; to: Uint8Array; change?: { readonly accepts_plain?: boolean } },
): Promise<void> {
  for (const row of rows) {
    const key = unwrapKey(row, from);
    if (!key) throw new RangeError('A data key does not unwrap.');
    await transaction
      .updateTable('data_key')
      .set({ ...change, wrapped: wrapKey({ ...row, ...change }, key, to) })
      .where('id', '=', row.id)
      .execute();
  }
}

export interface KeyPlace {
  readonly store: Store;
  readonly master: MasterKeySource;
}

/** New keys for everything that is sealed. Fails with `conflict` while a replacement is under way. */
export function addSuccessors({ store, master }: KeyPlace, algorithm: Algorithm): Promise<void> {
  return changingKeys(store, async (transaction) => {
    const rows = await readDataKeys(transaction);
    if (rows.some(({ state }) => state !== 'active'))
      throw new AppError('conflict', { fault: '密钥更换正在进行 keys are being replaced already' });
    const acceptsPlain = (purpose: Purpose): boolean => rows.some((row) => row.purpose === purpose && row.accepts_plain);
    await addKeys(transaction, sealPurposes, { algorithm, state: 'arriving', acceptsPlain, master: await openingMaster(rows, master) });
  });
}

/** From now on the successors seal, once all processes have had the time to learn them. Resolves to whether any still waits. */
export function activateSuccessors(store: Store, learnedAfterMs: number): Promise<boolean> {
  return changingKeys(store, async (transaction) => {
    const arriving = await transaction
      .selectFrom('data_key')
      .select(['id', 'purpose', sql<boolean>`created_at + ${learnedAfterMs} * interval '1 millisecond' <= now()`.as('isKnown')])
      .where('state', '=', 'arriving')
      .execute();
    if (arriving.length === 0) return false;
    if (!arriving.every(({ isKnown }) => isKnown)) return true;
    await transaction
      .updateTable('data_key')
      .set({ state: 'retiring', retired_at: sql<Date>`now()` })
      .where('state', '=', 'active')
      .where(
        'purpose',
        'in',
        arriving.map(({ purpose }) => purpose),
      )
      .execute();
    await transaction.updateTable('data_key').set({ state: 'active' }).where('state', '=', 'arriving').execute();
    return false;
  });
}

/** The retired keys with which no process seals any more, and whether there are others. */
export async function retiredKeys(
  store: Store,
  writtenAfterMs: number,
): Promise<{ readonly ids: readonly number[]; readonly isWaiting: boolean }> {
  const { rows } = await sql<{ id: number; isUnused: boolean }>`
    select id, retired_at + ${writtenAfterMs} * interval '1 millisecond' <= now() as "isUnused" from data_key where state = 'retiring'`.execute(
    store.tables(),
  );
  return { ids: rows.filter(({ isUnused }) => isUnused).map(({ id }) => id), isWaiting: rows.some(({ isUnused }) => !isUnused) };
}

/** The caller has made sure that nothing is sealed with them any more. */
export function destroyKeys(store: Store, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return Promise.resolve();
  return changingKeys(store, async (transaction) => {
    await transaction
      .updateTable('data_key')
      .set({ state: 'destroyed', wrapped: null, destroyed_at: sql<Date>`now()` })
      .where('state', '=', 'retiring')
      .where('id', 'in', [...ids])
      .execute();
  });
}

/** From now on a value that is not sealed is refused. */
export function refusePlainValues({ store, master }: KeyPlace): Promise<void> {
  return changingKeys(store, async (transaction) => {
    const rows = await readDataKeys(transaction);
    const key = await openingMaster(rows, master);
    const accepting = rows.filter(({ accepts_plain }) => accepts_plain);
    await rewrapKeys(transaction, accepting, { from: key, to: key, change: { accepts_plain: false } });
  });
}

/** A new master key in the file. After a crash at any point one of the two files opens the data, and the next start keeps that. */
export async function replaceMasterKey({ store, master }: KeyPlace): Promise<void> {
  const { file } = master;
  if (!file) throw new AppError('invalid-input', { fault: masterKeptElsewhere });
  await changingKeys(store, async (transaction) => {
    const rows = await readDataKeys(transaction);
    const from = await openingMaster(rows, master);
    await rewrapKeys(transaction, rows, { from, to: await file.writeNext() });
  });
  await file.adoptNext();
}

const masterKeptElsewhere =
  '主密钥不在文件里：请设置新的 HENGJIAN_MASTER_KEY（或命令），把旧密钥放入 HENGJIAN_MASTER_KEY_PREVIOUS，然后重新启动。 ' +
  'The master key is not in a file: set the new one, put the old one into HENGJIAN_MASTER_KEY_PREVIOUS, and start again';

async function openingMaster(rows: readonly DataKeyRow[], master: MasterKeySource): Promise<Buffer> {
  const key = await master.read();
  if (!key) throw new AppError('master-key-missing', { where: master.where });
  if (rows.some((row) => !unwrapKey(row, key))) throw new AppError('master-key-wrong', { where: master.where });
  return key;
}
