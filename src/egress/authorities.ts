// The authorities whose certificates are believed: those that come with the runtime, and the site's own.
import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { AppError, systemCode } from '../base/errors.ts';

/** PEM certificates: the usual authorities and those in `file`. */
export function readAuthorities(file: string | undefined): readonly string[] {
  return file === undefined ? rootCertificates : [...rootCertificates, ...certificatesIn(file)];
}

function certificatesIn(file: string): readonly string[] {
  const found = contentOf(file).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g);
  if (found === null) throw fault(`${file} holds no PEM certificate (文件中没有 PEM 证书)`);
  return found;
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw fault(`${file} cannot be read (无法读取): ${systemCode(error)}`, error);
  }
}

function fault(text: string, cause?: unknown): AppError {
  return new AppError('configuration-invalid', { fault: `HENGJIAN_CA_FILE: ${text}` }, { cause });
}
