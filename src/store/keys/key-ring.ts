// The data keys of an open database, unwrapped in memory. Fails closed: without the right master key nothing opens.
import { randomBytes } from 'node:crypto';
import { AppError } from '../../base/errors.ts';
import type { Store } from '../store.ts';
import { type Algorithm, type Cipher, createCipher, keyBytes } from './cipher.ts';
import { changingKeys, type DataKeyRow, type KeyTables, type KeyTransaction, readDataKeys, unwrapKey, wrapKey } from './data-keys.store.ts';
import type { MasterKeySource } from './master-key.ts';
import { type Purpose, purposes } from './purposes.ts';

export interface DataKey extends Omit<DataKeyRow, 'wrapped'> {
  readonly cipher: Cipher;
}

export interface KeyRing {
  /** The key that seals for a purpose now. */
  active(purpose: Purpose): DataKey;
  find(id: number): DataKey | undefined;
  /** Whether values of before there were keys may still stand unsealed. */
  acceptsPlain(purpose: Purpose): boolean;
  all(): readonly DataKey[];
  /** Reads the keys again, as another process may have changed them. */
  refresh(): Promise<void>;
  close(): void;
}

export interface KeyRingOptions {
  readonly store: Store;
  readonly master: MasterKeySource;
  /** Of new keys. */
  readonly algorithm: Algorithm;
  /** How often keys are read again where other processes may change them. */
  readonly refreshMs?: number;
}

const defaultRefreshMs = 2000;
/** Refreshes missed before nothing is sealed any more: a key that others are about to destroy must not be used. */
const missedRefreshes = 5;

export async function openKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const { store, master, refreshMs = defaultRefreshMs } = options;
  let keys = await changingKeys(store, (transaction) => openKeys(transaction, options));
  let readAt = performance.now();
  const refresh = async (): Promise<void> => {
    const startedAt = performance.now();
    keys = (await unwrapAll(await readDataKeys(store.tables<KeyTables>()), master)) ?? keys;
    readAt = startedAt;
  };
  // One process owns an embedded database: nobody else changes its keys.
  const isShared = store.kind === 'server';
  // A refresh that fails is repeated; meanwhile `active` counts the time.
  const timer = isShared ? setInterval(() => void refresh().catch(() => {}), refreshMs).unref() : undefined;
  return {
    active(purpose) {
      if (isShared && performance.now() - readAt > refreshMs * missedRefreshes) throw new AppError('keys-out-of-date');
      const key = keys.find((candidate) => candidate.purpose === purpose && candidate.state === 'active');
      if (!key) throw new AppError('keys-out-of-date');
      return key;
    },
    find: (id) => keys.find((key) => key.id === id),
    acceptsPlain: (purpose) => keys.some((key) => key.purpose === purpose && key.state === 'active' && key.accepts_plain),
    all: () => keys,
    refresh,
    close: () => clearInterval(timer),
  };
}

/** The keys as they are, with those added that are missing: all of them in a new database. */
async function openKeys(transaction: KeyTransaction, { master, algorithm }: KeyRingOptions): Promise<DataKey[]> {
  const rows = await readDataKeys(transaction);
  const { key, keys } =
    rows.length === 0 ? { key: await firstMasterKey(master), keys: [] } : await openWithMaster(transaction, rows, master);
  const missing = purposes.filter((purpose) => !keys.some((known) => known.purpose === purpose));
  return [...keys, ...(await addKeys(transaction, missing, { algorithm, state: 'active', acceptsPlain: true, master: key }))];
}

async function firstMasterKey(master: MasterKeySource): Promise<Buffer> {
  const key = (await master.read()) ?? (await master.file?.create());
  if (!key) throw new AppError('master-key-missing', { where: master.where });
  return key;
}

/** Tries the master key, then those that a replacement of it may have left behind. */
async function openWithMaster(transaction: KeyTransaction, rows: readonly DataKeyRow[], master: MasterKeySource) {
  const key = await master.read();
  const opened = key && unwrapRows(rows, key);
  if (key && opened) {
    await master.file?.dropNext();
    return { key, keys: opened };
  }
  const next = await master.file?.readNext();
  const openedByNext = next && unwrapRows(rows, next);
  if (next && openedByNext) {
    await master.file?.adoptNext();
    return { key: next, keys: openedByNext };
  }
  const previous = master.previous();
  if (key && previous && unwrapRows(rows, previous)) {
    await rewrapKeys(transaction, rows, previous, key);
    return { key, keys: unwrapRows(await readDataKeys(transaction), key) ?? [] };
  }
  throw new AppError(key ? 'master-key-wrong' : 'master-key-missing', { where: master.where });
}

function unwrapRows(rows: readonly DataKeyRow[], master: Uint8Array): DataKey[] | undefined {
  const keys = rows.flatMap(({ wrapped, ...row }) => {
    const key = unwrapKey({ ...row, wrapped }, master);
    return key ? [{ ...row, cipher: createCipher(row.algorithm, key) }] : [];
  });
  return keys.length === rows.length ? keys : undefined;
}

async function unwrapAll(rows: readonly DataKeyRow[], master: MasterKeySource): Promise<DataKey[] | undefined> {
  for (const key of [await master.read(), await master.file?.readNext()]) {
    const opened = key && unwrapRows(rows, key);
    if (opened) return opened;
  }
  return undefined;
}

interface NewKeys {
  readonly algorithm: Algorithm;
  readonly state: 'active' | 'arriving';
  readonly acceptsPlain: boolean;
  readonly master: Uint8Array;
}

async function addKeys(
  transaction: KeyTransaction,
  wanted: readonly Purpose[],
  { algorithm, state, acceptsPlain, master }: NewKeys,
): Promise<DataKey[]> {
  if (wanted.length === 0) return [];
  const { last } = await transaction
    .selectFrom('data_key')
    .select(({ fn }) => fn.max<number | null>('id').as('last'))
    .executeTakeFirstOrThrow();
  const made = wanted.map((purpose, index) => {
    const header = { id: (last ?? 0) + index + 1, purpose, algorithm, accepts_plain: acceptsPlain };
    const key = randomBytes(keyBytes);
    return { row: { ...header, state, created_at: new Date() }, wrapped: wrapKey(header, key, master), key };
  });
  await transaction
    .insertInto('data_key')
    .values(made.map(({ row, wrapped }) => ({ ...row, wrapped, retired_at: null, destroyed_at: null })))
    .execute();
  return made.map(({ row, key }) => ({ ...row, cipher: createCipher(algorithm, key) }));
}

/** Wraps every key anew; what they sealed stays as it is. */
async function rewrapKeys(transaction: KeyTransaction, rows: readonly DataKeyRow[], from: Uint8Array, to: Uint8Array): Promise<void> {
  for (const row of rows) {
    const key = unwrapKey(row, from);
    if (!key) throw new RangeError('A data key does not unwrap.');
    await transaction
      .updateTable('data_key')
      .set({ wrapped: wrapKey(row, key, to) })
      .where('id', '=', row.id)
      .execute();
  }
}
