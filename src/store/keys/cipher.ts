// Authenticated encryption and keyed hashes, in one of two suites: AES-256-GCM with SHA-256, or the domestic SM4 with SM3.
// Node has no SM4-GCM, so SM4 runs in counter mode and an HMAC-SM3 over associated data, counter and text is checked before
// anything is deciphered (encrypt-then-MAC); its two keys are derived from the data key.
import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';
import { randomBytes } from '../../base/random.ts';

export const algorithms = ['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const;
export type Algorithm = (typeof algorithms)[number];

/** Length of master keys and data keys, in bytes. */
export const keyBytes = 32;
const gcm = { nonceBytes: 12, tagBytes: 16 };
/** The tag is HMAC-SM3 cut to the strength of SM4 (GB/T 15852.2 allows it). */
const ctr = { nonceBytes: 16, tagBytes: 16 };

export interface Cipher {
  /** Nonce, ciphertext and tag; `associated` is not in it but must be given again to open it. */
  encrypt(associated: Uint8Array, plain: Uint8Array): Buffer;
  /** Nothing when a bit of it, the key or the associated data is not as it was. */
  decrypt(associated: Uint8Array, sealed: Uint8Array): Buffer | undefined;
  /** Keyed hash, 32 bytes. */
  hash(value: string | Uint8Array): Buffer;
}

export function createCipher(algorithm: Algorithm, key: Uint8Array): Cipher {
  if (key.byteLength !== keyBytes) throw new RangeError(`A key has ${keyBytes} bytes.`);
  return algorithm === 'aes-256-gcm' ? createAesGcm(createSecretKey(key)) : createSm4(key);
}

function createAesGcm(key: KeyObject): Cipher {
  const { nonceBytes, tagBytes } = gcm;
  const options = { authTagLength: tagBytes };
  return {
    encrypt(associated, plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, options).setAAD(associated);
      return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    },
    decrypt(associated, sealed) {
      if (sealed.byteLength < nonceBytes + tagBytes) return undefined;
      const end = sealed.byteLength - tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceBytes), options);
      decipher.setAAD(associated).setAuthTag(sealed.subarray(end));
      const plain = decipher.update(sealed.subarray(nonceBytes, end));
      try {
        return Buffer.concat([plain, decipher.final()]);
      } catch {
        // The tag does not fit; OpenSSL says no more than that.
        return undefined;
      }
    },
    hash: (value) => createHmac('sha256', key).update(value).digest(),
  };
}

function createSm4(key: Uint8Array): Cipher {
  const { nonceBytes, tagBytes } = ctr;
  const derive = (use: string, bytes: number): KeyObject =>
    createSecretKey(new Uint8Array(hkdfSync('sm3', key, new Uint8Array(), `hengjian ${use}`, bytes)));
  const encryptionKey = derive('sm4-ctr', 16);
  const authenticationKey = derive('hmac-sm3', 32);
  const hashKey = derive('keyed hash', 32);
  const tagOf = (associated: Uint8Array, nonceAndText: Uint8Array): Buffer => {
    const associatedLength = Buffer.alloc(8);
    associatedLength.writeBigUInt64BE(BigInt(associated.byteLength));
    const mac = createHmac('sm3', authenticationKey).update(associatedLength).update(associated).update(nonceAndText);
    return mac.digest().subarray(0, tagBytes);
  };
  return {
    encrypt(associated, plain) {
      const nonce = randomBytes(nonceBytes);
      const cipher = createCipheriv('sm4-ctr', encryptionKey, nonce);
      const text = Buffer.concat([nonce, cipher.update(plain), cipher.final()]);
      return Buffer.concat([text, tagOf(associated, text)]);
    },
    decrypt(associated, sealed) {
      if (sealed.byteLength < nonceBytes + tagBytes) return undefined;
      const end = sealed.byteLength - tagBytes;
      if (!timingSafeEqual(tagOf(associated, sealed.subarray(0, end)), sealed.subarray(end))) return undefined;
      const decipher = createDecipheriv('sm4-ctr', encryptionKey, sealed.subarray(0, nonceBytes));
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]);
    },
    hash: (value) => createHmac('sm3', hashKey).update(value).digest(),
  };
}
