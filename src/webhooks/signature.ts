// Signatures by the convention Standard Webhooks 1.0: HMAC-SHA-256 over id, time and body, joined by dots.
import { createHmac, randomBytes } from 'node:crypto';

const prefix = 'whsec_';

/** 256 random bits, as receivers' libraries take them. */
export function newSecret(): string {
  return prefix + randomBytes(32).toString('base64');
}

/** One signature for each secret, so that a receiver may take up a new one in its own time. */
export function signatureOf(
  message: { readonly id: string; readonly seconds: number; readonly body: string },
  secrets: readonly string[],
): string {
  const { id, seconds, body } = message;
  return secrets
    .map((secret) => {
      const key = Buffer.from(secret.slice(prefix.length), 'base64');
      return `v1,${createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64')}`;
    })
    .join(' ');
}
