// Office packages under a password ([MS-OFFCRYPTO] 2.3.4, agile encryption): the file as it was before, decrypted in memory. The key comes from
// the password by many rounds of a hash; a check of the whole tells damage from a wrong password.
import { createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { openCompoundFile } from './compound-file.ts';
import { MalformedFile } from './malformed-file.ts';
import { isStandardEncryption, openStandardPackage } from './standard-encryption.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';

/** Office writes 100,000, which takes a quarter of a second. */
const mostRounds = 1_000_000;
const agileVersion = 0x00040004;
const xmlStart = 8;
const segmentBytes = 4096;

/** Which key is made, by the bytes hashed last (2.3.4.11 to 2.3.4.14). */
const purposes = {
  verifier: 'fea7d2763b4b9e79',
  verifierHash: 'd7aa0f6d3061344e',
  key: '146e0be7abacd0d6',
  integrityKey: '5fb2ad010cb9e1f6',
  integrityValue: 'a0677f02b22c8433',
};

/** Undefined where it is encrypted in another way. Throws `MalformedFile`. */
export function openEncryptedPackage(bytes: Uint8Array, password: string): Uint8Array | undefined {
  const file = openCompoundFile(bytes);
  const info = file.stream('EncryptionInfo');
  const stream = file.stream('EncryptedPackage');
  if (info === undefined || stream === undefined) throw new MalformedFile('an encrypted package without its streams');
  if (isStandardEncryption(info)) return openStandardPackage(info, stream, password);
  if (info.readUInt32LE(0) !== agileVersion) return undefined;
  const described = readInfo(info.toString('utf8', xmlStart));
  if (described === undefined) return undefined;
  const { data, password: encryptor, integrity } = described;
  const secret = hashedPassword(password, encryptor);
  const opened = (value: string, purpose: string): Buffer =>
    decrypt(
      Buffer.from(value, 'base64'),
      encryptor,
      sized(encryptor.hash(secret, Buffer.from(purpose, 'hex')), encryptor.keyBytes),
      encryptor.salt,
    );
  const verifier = encryptor.hash(opened(encryptor.verifier, purposes.verifier));
  if (!isSame(verifier, opened(encryptor.verifierHash, purposes.verifierHash)))
    throw new MalformedFile('not its password', 'wrong-password');
  const key = opened(encryptor.key, purposes.key).subarray(0, data.keyBytes);
  if (!isWhole(stream, data, key, integrity)) throw new MalformedFile('an encrypted package that was changed');
  return decryptSegments(stream, data, key);
}

interface Cipher {
  readonly keyBytes: number;
  readonly blockBytes: number;
  readonly salt: Buffer;
  readonly hash: (...parts: readonly Uint8Array[]) => Buffer;
  readonly hmac: (key: Buffer, content: Buffer) => Buffer;
}
interface PasswordEncryptor extends Cipher {
  readonly rounds: number;
  readonly verifier: string;
  readonly verifierHash: string;
  readonly key: string;
}
interface Integrity {
  readonly key: string;
  readonly value: string;
}

const hashes: Readonly<Record<string, string>> = { SHA1: 'sha1', SHA256: 'sha256', SHA384: 'sha384', SHA512: 'sha512' };

function readInfo(xml: string): { readonly data: Cipher; readonly password: PasswordEncryptor; readonly integrity: Integrity } | undefined {
  let data: Cipher | undefined;
  let password: PasswordEncryptor | undefined;
  let integrity: Integrity | undefined;
  for (const event of xmlEvents(xml)) {
    if (event.kind !== 'open') continue;
    const said = (name: string): string => xmlAttribute(event.attributes, name) ?? '';
    const name = event.name.replace(/^.*:/, '');
    if (name === 'keyData') data = cipherOf(said);
    if (name === 'dataIntegrity') integrity = { key: said('encryptedHmacKey'), value: said('encryptedHmacValue') };
    const cipher = name === 'encryptedKey' ? cipherOf(said) : undefined;
    if (cipher === undefined) continue;
    const rounds = Number(said('spinCount'));
    if (!(rounds >= 0 && rounds <= mostRounds)) throw new MalformedFile('more rounds than an office program makes');
    password = {
      ...cipher,
      rounds,
      verifier: said('encryptedVerifierHashInput'),
      verifierHash: said('encryptedVerifierHashValue'),
      key: said('encryptedKeyValue'),
    };
  }
  return data && password && integrity && { data, password, integrity };
}

function cipherOf(said: (name: string) => string): Cipher | undefined {
  const algorithm = hashes[said('hashAlgorithm')];
  const keyBytes = Number(said('keyBits')) / 8;
  const blockBytes = Number(said('blockSize'));
  if (said('cipherAlgorithm') !== 'AES' || said('cipherChaining') !== 'ChainingModeCBC' || algorithm === undefined) return undefined;
  if (![16, 24, 32].includes(keyBytes) || blockBytes !== 16) return undefined;
  return {
    keyBytes,
    blockBytes,
    salt: Buffer.from(said('saltValue'), 'base64'),
    hash: (...parts) => parts.reduce((hash, part) => hash.update(part), createHash(algorithm)).digest(),
    hmac: (key, content) => createHmac(algorithm, key).update(content).digest(),
  };
}

function hashedPassword(password: string, { hash, salt, rounds }: PasswordEncryptor): Buffer {
  let value = hash(salt, Buffer.from(password, 'utf16le'));
  const round = Buffer.alloc(4);
  for (let count = 0; count < rounds; count += 1) {
    round.writeUInt32LE(count);
    value = hash(round, value);
  }
  return value;
}

/** Cut, or filled up with 0x36. */
function sized(value: Buffer, length: number): Buffer {
  return Buffer.concat([value, Buffer.alloc(Math.max(0, length - value.length), 0x36)]).subarray(0, length);
}

function decrypt(content: Buffer, { blockBytes }: Cipher, key: Buffer, start: Buffer): Buffer {
  if (content.length === 0 || content.length % blockBytes !== 0) throw new MalformedFile('encrypted blocks that are not whole');
  const decipher = createDecipheriv(`aes-${key.length * 8}-cbc`, key, sized(start, blockBytes)).setAutoPadding(false);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}

function isSame(expected: Buffer, found: Buffer): boolean {
  return found.length >= expected.length && timingSafeEqual(expected, found.subarray(0, expected.length));
}

function isWhole(stream: Buffer, data: Cipher, key: Buffer, { key: sealedKey, value }: Integrity): boolean {
  const opened = (sealed: string, purpose: string): Buffer =>
    decrypt(Buffer.from(sealed, 'base64'), data, key, data.hash(data.salt, Buffer.from(purpose, 'hex')));
  const length = data.hash().length;
  const expected = data.hmac(opened(sealedKey, purposes.integrityKey).subarray(0, length), stream);
  return isSame(expected, opened(value, purposes.integrityValue));
}

/** The first eight bytes tell how long it was; each segment begins anew by its number. */
function decryptSegments(stream: Buffer, data: Cipher, key: Buffer): Uint8Array {
  const size = Number(stream.readBigUInt64LE(0));
  const parts: Buffer[] = [];
  const number = Buffer.alloc(4);
  for (let at = 8, count = 0; at < stream.length; at += segmentBytes, count += 1) {
    number.writeUInt32LE(count);
    const whole = stream.subarray(at, Math.min(stream.length, at + segmentBytes));
    const segment = whole.subarray(0, whole.length - (whole.length % data.blockBytes));
    if (segment.length > 0) parts.push(decrypt(segment, data, key, data.hash(data.salt, number)));
  }
  const content = Buffer.concat(parts);
  if (size > content.length) throw new MalformedFile('an encrypted package that is cut off');
  return new Uint8Array(content.subarray(0, size));
}
