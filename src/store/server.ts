// A PostgreSQL server as the database.
import { rootCertificates } from 'node:tls';
import pg from 'pg';
import { AppError, systemCode } from '../base/errors.ts';
import { protectionOf } from './server-tls.ts';
import { valueParsers } from './value-parsers.ts';

const types = new pg.TypeOverrides();
for (const [oid, parse] of Object.entries(valueParsers)) types.setTypeParser(Number(oid), parse);

/** A pool to the server at `url`; fails with one clear sentence when it cannot be reached. */
export async function openServer(url: string, authorities: readonly string[] = rootCertificates): Promise<pg.Pool> {
  const pool = new pg.Pool({ ...protectionOf(url, authorities), max: 10, connectionTimeoutMillis: 10_000, types });
  // An idle connection that breaks is replaced by the pool at its next use.
  pool.on('error', () => {});
  try {
    await pool.query('select 1');
  } catch (error) {
    await pool.end();
    throw new AppError('database-unreachable', { cause: systemCode(error) ?? 'connection failed' }, { cause: error });
  }
  return pool;
}
