// The table of data keys. Changes happen under one lock, so that all processes on a database agree on the keys.
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Store } from '../store.ts';
import { type Algorithm, createCipher, keyBytes } from './cipher.ts';
import type { Purpose } from './purposes.ts';

export type KeyState = 'arriving' | 'active' | 'retiring' | 'destroyed';

export interface KeyTables {
  data_key: {
    id: number;
    purpose: Purpose;
    algorithm: Algorithm;
    state: KeyState;
    accepts_plain: boolean;
    wrapped: Buffer | null;
    created_at: Date;
    retired_at: Date | null;
    destroyed_at: Date | null;
  };
}
export type DataKeyRow = Pick<KeyTables['data_key'], 'id' | 'purpose' | 'algorithm' | 'state' | 'accepts_plain' | 'created_at'> & {
  readonly wrapped: Buffer;
};
export type KeyTransaction = Transaction<KeyTables>;

/** Any number, the same in all processes. */
const lockNumber = 7_411_006;

export function changingKeys<Result>(store: Store, change: (transaction: KeyTransaction) => Promise<Result>): Promise<Result> {
  return store
    .tables<KeyTables>()
    .transaction()
    .execute(async (transaction) => {
      await sql`select pg_advisory_xact_lock(${sql.lit(lockNumber)})`.execute(transaction);
      return change(transaction);
    });
}

/** All keys that still open something, oldest first. */
export async function readDataKeys(tables: Kysely<KeyTables>): Promise<DataKeyRow[]> {
  const rows = await tables
    .selectFrom('data_key')
    .select(['id', 'purpose', 'algorithm', 'state', 'accepts_plain', 'wrapped', 'created_at'])
    .where('state', '<>', 'destroyed')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ wrapped, ...row }) => (wrapped === null ? [] : [{ ...row, wrapped: Buffer.from(wrapped) }]));
}

/** Changes whenever a key is added, destroyed, or wrapped by another master key. Nothing in a database from before there were keys. */
export async function stateOfKeys(run: Store['run']): Promise<string> {
  const { rows: found } = await run(`select to_regclass('data_key') is not null as exists`, []);
  if (found[0]?.['exists'] !== true) return '';
  const { rows } = await run(
    `select coalesce(string_agg(id || ' ' || encode(wrapped, 'hex'), ',' order by id), '') as state from data_key`,
    [],
  );
  return String(rows[0]?.['state']);
}

type KeyHeader = Pick<DataKeyRow, 'id' | 'purpose' | 'algorithm' | 'accepts_plain'>;

/** Bound to what the row says about the key: a row that was tampered with does not unwrap. */
function associatedWith({ id, purpose, algorithm, accepts_plain }: KeyHeader): Buffer {
  return Buffer.from(['hengjian data key', id, purpose, algorithm, accepts_plain].join('\0'));
}

export function wrapKey(header: KeyHeader, key: Uint8Array, master: Uint8Array): Buffer {
  return createCipher(header.algorithm, master).encrypt(associatedWith(header), key);
}

/** Nothing when the master key is another one. */
export function unwrapKey(row: DataKeyRow, master: Uint8Array): Buffer | undefined {
  const key = createCipher(row.algorithm, master).decrypt(associatedWith(row), row.wrapped);
  return key?.byteLength === keyBytes ? key : undefined;
}
