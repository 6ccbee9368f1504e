// Room on the disk that the embedded database keeps for itself. One that finds none for its write-ahead log waits for ever on a lock that
// its own failure left, and with it the whole process; so writing stops while there is room, and goes on once there is again.
import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PGlite } from '@electric-sql/pglite';
import { AppError, systemCode } from '../base/errors.ts';
import { namedFault } from './database-faults.ts';

/** Four segments of the log, of 16 MB: more than one transaction of ours and what else writes to the disk meanwhile. */
const reservedBytes = 64 * 1024 ** 2;
/** PostgreSQL's `read_only_sql_transaction`. */
const readOnly = '25006';

export interface DiskReserve {
  isTouched(): boolean;
}

/** Costs some 4 µs a look. */
export function createDiskReserve(folder: string): DiskReserve {
  return {
    isTouched() {
      const { bavail, bsize } = statfsSync(existsSync(folder) ? folder : dirname(folder));
      return bavail * bsize < reservedBytes;
    },
  };
}

/** In memory there is no disk to watch. */
export const noDisk: DiskReserve = { isTouched: () => false };

export interface WriteGuard {
  /** To be called before the connection is handed out: transactions that begin now may write, or not. */
  heed(): Promise<void>;
  /** What fails in the work fails by its name. */
  naming<Result>(work: () => Promise<Result>): Promise<Result>;
}

export function guardWrites(pglite: PGlite, reserve: DiskReserve): WriteGuard {
  let isReadOnly = false;
  return {
    async heed() {
      const isTouched = reserve.isTouched();
      if (isTouched === isReadOnly) return;
      await pglite.exec(`set default_transaction_read_only = ${isTouched ? 'on' : 'off'}`);
      isReadOnly = isTouched;
    },
    async naming(work) {
      try {
        return await work();
      } catch (error) {
        if (isReadOnly && systemCode(error) === readOnly) throw new AppError('database-full', { cause: 'ENOSPC' }, { cause: error });
        throw namedFault(error);
      }
    },
  };
}
