// Which failures of the driver mean that the server is not there, as against a statement that it refused.
import { AppError, systemCode } from '../base/errors.ts';

/** Classes and codes of PostgreSQL (appendix A): connection exceptions; shut down, crashed, starting; too many connections. */
const serverCodes = /^(08\w{3}|57P0[1-5]|53300)$/;
const networkCodes = /^(ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN|ENOTFOUND|EAI_\w+|ERR_SOCKET_CLOSED)$/;
/** What the driver says without a code. */
const driverWords =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Client was closed and is not queryable|Postgres connection has been discarded)/;

/** The failure by its name when it is of the connection; anything else as it is. */
export function namedFault(error: unknown): unknown {
  const code = codeOf(error);
  if (error instanceof AppError || code === undefined) return error;
  return new AppError('database-unreachable', { cause: code }, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  const code = systemCode(error);
  if (code !== undefined && (serverCodes.test(code) || networkCodes.test(code))) return code;
  // A server of several addresses fails with the failures of all of them.
  if (error instanceof AggregateError) return error.errors.map(codeOf).find((one) => one !== undefined);
  return error instanceof Error && driverWords.test(error.message) ? 'connection lost' : undefined;
}
