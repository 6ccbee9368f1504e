// Which failures of a database have a name of their own: it is not there, or its disk is full. Anything else is a statement that it refused.
import { AppError, systemCode } from '../base/errors.ts';

/** Classes and codes of PostgreSQL (appendix A): connection exceptions; shut down, crashed, starting; too many connections. */
const serverCodes = /^(08\w{3}|57P0[1-5]|53300)$/;
const networkCodes = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_\w+|ERR_SOCKET_CLOSED)$/;
/** What the driver says without a code. */
const driverWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|Postgres connection has been discarded)/;
/** PostgreSQL's `disk_full`. */
const diskFull = '53100';

/** Damaged data and index, an unreadable file, one that is gone; a page whose header makes no sense is `XX001` too. */
const damageCodes = /^(XX00[12]|58030|58P01)$/;

/** The failure by its name when it has one; anything else as it is. */
export function namedFault(error: unknown): unknown {
  if (error instanceof AppError) return error;
  if (systemCode(error) === diskFull) return new AppError('database-full', { cause: diskFull }, { cause: error });
  const damage = damageCodes.exec(systemCode(error) ?? '')?.[0];
  if (damage !== undefined) return new AppError('database-damaged', { cause: damage }, { cause: error });
  const code = connectionCodeOf(error);
  return code === undefined ? error : new AppError('database-unreachable', { cause: code }, { cause: error });
}

export function isUnreachable(error: unknown): boolean {
  return error instanceof AppError && error.code === 'database-unreachable';
}

export function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'database-full';
}

function connectionCodeOf(error: unknown): string | undefined {
  const code = systemCode(error);
  if (code !== undefined && (serverCodes.test(code) || networkCodes.test(code))) return code;
  // A server of several addresses fails with the failures of all of them.
  if (error instanceof AggregateError) return error.errors.map(connectionCodeOf).find((one) => one !== undefined);
  return error instanceof Error && driverWords.test(error.message) ? 'connection lost' : undefined;
}
