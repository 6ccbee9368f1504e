// The data keys of an open database, unwrapped in memory. Fails closed: without the right master key nothing opens.
import { AppError } from '../../base/errors.ts';
import type { Store } from '../store.ts';
import { addKeys, rewrapKeys } from './change-keys.ts';
import { type Algorithm, type Cipher, createCipher } from './cipher.ts';
import { changingKeys, type DataKeyRow, type KeyTables, type KeyTransaction, readDataKeys, unwrapKey } from './data-keys.store.ts';
import type { MasterKeySource } from './master-key.ts';
import { type Purpose, purposes } from './purposes.ts';

export { stateOfKeys } from './data-keys.store.ts';

export interface DataKey extends Omit<DataKeyRow, 'wrapped'> {
  readonly cipher: Cipher;
}

export interface KeyRing {
  /** The key that seals for a purpose now; refused when the keys were not looked at lately, since others may have changed them. */
  active(purpose: Purpose): DataKey;
  find(id: number): DataKey | undefined;
  /** Whether values of before there were keys may still stand unsealed. */
  acceptsPlain(purpose: Purpose): boolean;
  all(): readonly DataKey[];
  /** Reads the keys again, as they may have been changed. */
  refresh(): Promise<void>;
  /**
   * Looks at the keys where that is overdue, as in a process that had to wait for the machine: to be awaited before work that may
   * seal. That it failed is told by `active`, once it matters.
   */
  lookIfOverdue(): Promise<void>;
  /** After this time all processes have learned of new keys, or have stopped sealing. */
  readonly learnedAfterMs: number;
  /** After this time nothing that was sealed with a retired key is still to be written. */
  readonly writtenAfterMs: number;
  close(): void;
}

export interface KeyRingOptions {
  readonly store: Store;
  readonly master: MasterKeySource;
  /** Of new keys. */
  readonly algorithm: Algorithm;
  /** Whether new keys accept values that are not sealed; false where nothing can be there from before. */
  readonly acceptsPlain?: boolean;
  /** How often keys are read again where other processes may change them. */
  readonly refreshMs?: number;
}

const defaultRefreshMs = 2000;
/** Refreshes missed before somebody who is about to seal looks himself. */
const overdueRefreshes = 2;
/** Refreshes missed before nothing is sealed any more: a key that others are about to destroy must not be used. */
const missedRefreshes = 5;

export async function openKeyRing(options: KeyRingOptions): Promise<KeyRing> {
  const { store, master, refreshMs = defaultRefreshMs } = options;
  // One process owns an embedded database: nobody else changes its keys.
  const isShared = store.kind === 'server';
  const patienceMs = refreshMs * missedRefreshes;
  let keys = await changingKeys(store, (transaction) => openKeys(transaction, options));
  let readAt = performance.now();
  const refresh = async (): Promise<void> => {
    const startedAt = performance.now();
    const rows = await readDataKeys(store.tables<KeyTables>());
    for (const key of [await master.read(), await master.file?.readNext()]) {
      const opened = key && unwrapRows(rows, key);
      if (!opened) continue;
      keys = opened;
      readAt = startedAt;
      return;
    }
    throw new AppError('master-key-wrong', { where: master.where });
  };
  // A refresh that fails is repeated; meanwhile `active` counts the time.
  let looking: Promise<void> | undefined;
  const look = (): Promise<void> =>
    (looking ??= refresh()
      .catch(() => {})
      .finally(() => (looking = undefined)));
  const timer = isShared ? setInterval(() => void look(), refreshMs).unref() : undefined;
  return {
    active(purpose) {
      if (isShared && performance.now() - readAt > patienceMs) throw new AppError('keys-out-of-date');
      const key = keys.find((candidate) => candidate.purpose === purpose && candidate.state === 'active');
      if (!key) throw new AppError('keys-out-of-date');
      return key;
    },
    find: (id) => keys.find((key) => key.id === id),
    acceptsPlain: (purpose) => keys.some((key) => key.purpose === purpose && key.state === 'active' && key.accepts_plain),
    all: () => keys,
    refresh,
    async lookIfOverdue() {
      if (isShared && performance.now() - readAt > refreshMs * overdueRefreshes) await look();
    },
    // Twice: a change is dated a little before others can see it.
    learnedAfterMs: isShared ? 2 * patienceMs : 0,
    // As long again for what was sealed just before to be written.
    writtenAfterMs: isShared ? 2 * patienceMs : patienceMs,
    close: () => clearInterval(timer),
  };
}

/** The keys as they are, with those added that are missing: all of them in a new database. */
async function openKeys(transaction: KeyTransaction, { master, algorithm, acceptsPlain = true }: KeyRingOptions): Promise<DataKey[]> {
  const rows = await readDataKeys(transaction);
  const key = rows.length === 0 ? await firstMasterKey(master) : await settleMasterKey(transaction, rows, master);
  const missing = purposes.filter((purpose) => !rows.some((row) => row.purpose === purpose));
  await addKeys(transaction, missing, { algorithm, state: 'active', acceptsPlain: () => acceptsPlain, master: key });
  const opened = unwrapRows(await readDataKeys(transaction), key);
  if (!opened) throw new AppError('master-key-wrong', { where: master.where });
  return opened;
}

async function firstMasterKey(master: MasterKeySource): Promise<Buffer> {
  const key = (await master.read()) ?? (await master.file?.create());
  if (!key) throw new AppError('master-key-missing', { where: master.where });
  return key;
}

/** Tries the master key, then those that a replacement of it may have left behind. */
async function settleMasterKey(transaction: KeyTransaction, rows: readonly DataKeyRow[], master: MasterKeySource): Promise<Buffer> {
  const key = await master.read();
  if (key && unwrapRows(rows, key)) {
    await master.file?.dropNext();
    return key;
  }
  const next = await master.file?.readNext();
  if (next && unwrapRows(rows, next)) {
    await master.file?.adoptNext();
    return next;
  }
  const previous = master.previous();
  if (key && previous && unwrapRows(rows, previous)) {
    await rewrapKeys(transaction, rows, { from: previous, to: key });
    return key;
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
