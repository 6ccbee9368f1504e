// The certificate of the service, from its files, read again when they change: renewing it needs no restart.
import { X509Certificate } from 'node:crypto';
import { readFileSync, unwatchFile, watchFile } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';
import { AppError } from '../base/errors.ts';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

export interface Certificate extends SecureContextOptions {
  readonly cert: string;
  readonly key: string;
  /** SHA-256 of the certificate: by it the command line knows the service. */
  readonly fingerprint: string;
}

const pollingMs = 5_000;

export function readCertificate({ certFile, keyFile }: CertificateFiles): Certificate {
  try {
    const [cert, key] = [readFileSync(certFile, 'utf8'), readFileSync(keyFile, 'utf8')];
    // Fails when the key is not that of the certificate.
    createSecureContext({ cert, key });
    return { cert, key, fingerprint: new X509Certificate(cert).fingerprint256 };
  } catch (error) {
    const fault = `HENGJIAN_TLS_CERT ${certFile}, HENGJIAN_TLS_KEY ${keyFile}: ${error instanceof Error ? error.message : 'unreadable'}`;
    throw new AppError('configuration-invalid', { fault }, { cause: error });
  }
}

/** Calls back with each new pair that fits together; one that does not is left alone until its other half has come. */
export function watchCertificate(files: CertificateFiles, onChange: (certificate: Certificate) => void, interval = pollingMs): () => void {
  let current = readCertificate(files).fingerprint;
  const look = (): void => {
    try {
      const certificate = readCertificate(files);
      if (certificate.fingerprint === current) return;
      current = certificate.fingerprint;
      onChange(certificate);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
  };
  const names = [files.certFile, files.keyFile];
  for (const name of names) watchFile(name, { interval, persistent: false }, look);
  return () => {
    for (const name of names) unwatchFile(name, look);
  };
}
