// How the connection to a PostgreSQL server is protected: beyond this machine it is encrypted and the server's certificate verified, or
// it is not made. The driver's own reading of `sslmode` has modes that encrypt without verifying; they are refused here.
import { readFileSync } from 'node:fs';
import type { ConnectionOptions } from 'node:tls';
import { isLoopbackHost } from '../base/address.ts';
import { AppError, systemCode } from '../base/errors.ts';

interface Protection {
  /** The address for the driver, without what is decided here. */
  readonly connectionString: string;
  readonly ssl: ConnectionOptions | false;
}

const decidedHere = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'ssl', 'uselibpqcompat', 'sslnegotiation'];
const local = ['disable', 'allow', 'prefer'];

export function protectionOf(url: string, authorities: readonly string[]): Protection {
  const address = new URL(url);
  const { searchParams } = address;
  const isLocal = isOnThisMachine(searchParams.get('host') ?? address.hostname);
  const mode = searchParams.get('sslmode') ?? (isLocal ? 'disable' : 'verify-full');
  const files = { ca: searchParams.get('sslrootcert'), cert: searchParams.get('sslcert'), key: searchParams.get('sslkey') };
  for (const name of decidedHere) searchParams.delete(name);
  if (mode !== 'verify-full' && !(isLocal && local.includes(mode)))
    throw fault(
      `sslmode=${mode} does not verify the server ${address.hostname}: use sslmode=verify-full (不校验服务器证书，请改用 verify-full)`,
    );
  if (mode !== 'verify-full') return { connectionString: address.href, ssl: false };
  return {
    connectionString: address.href,
    ssl: {
      ca: files.ca ? [...authorities, contentOf(files.ca)] : [...authorities],
      ...(files.cert ? { cert: contentOf(files.cert) } : {}),
      ...(files.key ? { key: contentOf(files.key) } : {}),
      rejectUnauthorized: true,
      minVersion: 'TLSv1.2',
    },
  };
}

/** A host that is a path is a socket of this machine. */
function isOnThisMachine(host: string): boolean {
  const name = decodeURIComponent(host);
  return name === '' || name.startsWith('/') || isLoopbackHost(name);
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fault(`${file} cannot be read (无法读取): ${systemCode(error)}`, error);
  }
}

function fault(text: string, cause?: unknown): AppError {
  return new AppError('configuration-invalid', { fault: `DATABASE_URL: ${text}` }, { cause });
}
