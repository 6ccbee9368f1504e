// Files under a password for the tests of this room: an office package as Office encrypts it, and a PDF by the oldest handler.
import { createCipheriv, createHash, createHmac } from 'node:crypto';
import { rc4 } from './parse/rc4.ts';
import { compoundFile } from './test-compound-files.ts';

/** Agile encryption ([MS-OFFCRYPTO] 2.3.4.10) with AES-256 and SHA-512; few rounds, since this is a test. */
export function encryptedPackage(content: Uint8Array, password: string, rounds = 1000): Uint8Array {
  const salt = Buffer.alloc(16, 7);
  const key = Buffer.alloc(32, 9);
  const hash = (...parts: readonly Uint8Array[]): Buffer => createHash('sha512').update(Buffer.concat(parts)).digest();
  const encrypt = (plain: Uint8Array, by: Buffer, start: Buffer): Buffer => {
    const cipher = createCipheriv('aes-256-cbc', by, start.subarray(0, 16)).setAutoPadding(false);
    const padded = Buffer.alloc(Math.ceil(plain.length / 16) * 16);
    padded.set(plain);
    return Buffer.concat([cipher.update(padded), cipher.final()]);
  };
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  let secret = hash(salt, Buffer.from(password, 'utf16le'));
  for (let round = 0; round < rounds; round += 1) secret = hash(number(round), secret);
  const sealed = (plain: Uint8Array, purpose: string): string =>
    encrypt(plain, hash(secret, Buffer.from(purpose, 'hex')).subarray(0, 32), salt).toString('base64');
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(content.length));
  const segments: Buffer[] = [size];
  for (let at = 0; at < content.length; at += 4096)
    segments.push(encrypt(content.subarray(at, at + 4096), key, hash(salt, number(at / 4096))));
  const stream = Buffer.concat(segments);
  const checked = (plain: Uint8Array, purpose: string): string =>
    encrypt(plain, key, hash(salt, Buffer.from(purpose, 'hex'))).toString('base64');
  const integrityKey = Buffer.alloc(64, 5);
  const verifier = Buffer.alloc(16, 3);
  const cipher =
    'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"';
  const info =
    `<encryption><keyData ${cipher} saltValue="${salt.toString('base64')}"/>` +
    `<dataIntegrity encryptedHmacKey="${checked(integrityKey, '5fb2ad010cb9e1f6')}" encryptedHmacValue="${checked(createHmac('sha512', integrityKey).update(stream).digest(), 'a0677f02b22c8433')}"/>` +
    `<keyEncryptors><keyEncryptor><p:encryptedKey spinCount="${rounds}" ${cipher} saltValue="${salt.toString('base64')}" encryptedVerifierHashInput="${sealed(verifier, 'fea7d2763b4b9e79')}"` +
    ` encryptedVerifierHashValue="${sealed(hash(verifier), 'd7aa0f6d3061344e')}" encryptedKeyValue="${sealed(key, '146e0be7abacd0d6')}"/></keyEncryptor></keyEncryptors></encryption>`;
  return compoundFile({
    EncryptionInfo: Buffer.concat([Buffer.from('0400040040000000', 'hex'), Buffer.from(info)]),
    EncryptedPackage: stream,
  });
}

/** Standard encryption ([MS-OFFCRYPTO] 2.3.4.5) with AES-128, as Office 2007 has it. */
export function standardPackage(content: Uint8Array, password: string): Uint8Array {
  const salt = Buffer.alloc(16, 7);
  const sha1 = (...parts: readonly Uint8Array[]): Buffer => createHash('sha1').update(Buffer.concat(parts)).digest();
  const words = (...values: readonly number[]): Buffer => Buffer.from(Uint32Array.from(values).buffer);
  let secret = sha1(salt, Buffer.from(password, 'utf16le'));
  for (let round = 0; round < 50_000; round += 1) secret = sha1(words(round), secret);
  secret = sha1(secret, words(0));
  const key = sha1(Buffer.from(Array.from({ length: 64 }, (_, index) => 0x36 ^ (secret[index] ?? 0)))).subarray(0, 16);
  const encrypt = (plain: Uint8Array): Buffer => {
    const cipher = createCipheriv('aes-128-ecb', key, null).setAutoPadding(false);
    const padded = Buffer.alloc(Math.ceil(plain.length / 16) * 16);
    padded.set(plain);
    return Buffer.concat([cipher.update(padded), cipher.final()]);
  };
  const provider = Buffer.from('Microsoft Enhanced RSA and AES Cryptographic Provider\0', 'utf16le');
  const head = Buffer.concat([words(0x24, 0, 0x660e, 0x8004, 128, 0x18, 0, 0), provider]);
  const verifier = Buffer.alloc(16, 3);
  const size = Buffer.alloc(8);
  size.writeBigUInt64LE(BigInt(content.length));
  return compoundFile({
    EncryptionInfo: Buffer.concat([
      words(0x00020004, 0x24, head.length),
      head,
      words(16),
      salt,
      encrypt(verifier),
      words(20),
      encrypt(sha1(verifier)),
    ]),
    EncryptedPackage: Buffer.concat([size, encrypt(content)]),
  });
}

const pdfPadding = Buffer.from('28bf4e5e4e758a4164004e56fffa01082e2e00b6d0683e802f0ca9fe6453697a', 'hex');

/** A page that says `text`, under a user's password (ISO 32000-1, 7.6.3, revision 2: RC4 with 40 bits). */
export function encryptedPdf(text: string, password: string): Uint8Array {
  const md5 = (...parts: readonly Uint8Array[]): Buffer => createHash('md5').update(Buffer.concat(parts)).digest();
  const padded = Buffer.concat([Buffer.from(password, 'latin1'), pdfPadding]).subarray(0, 32);
  const id = Buffer.alloc(16, 1);
  const owner = rc4(md5(padded).subarray(0, 5), padded);
  const key = md5(padded, owner, Buffer.from('fcffffff', 'hex'), id).subarray(0, 5);
  const content = rc4(md5(key, Buffer.from('0400000000', 'hex')).subarray(0, 10), Buffer.from(`BT /F 12 Tf 72 700 Td (${text}) Tj ET`));
  const hex = (bytes: Buffer): string => `<${bytes.toString('hex')}>`;
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    Buffer.concat([Buffer.from(`<< /Length ${content.length} >>\nstream\n`), content, Buffer.from('\nendstream')]),
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
    `<< /Filter /Standard /V 1 /R 2 /P -4 /O ${hex(owner)} /U ${hex(rc4(key, pdfPadding))} >>`,
  ];
  const body = objects.flatMap((object, index) => [Buffer.from(`${index + 1} 0 obj\n`), Buffer.from(object), Buffer.from('\nendobj\n')]);
  const trailer = `trailer\n<< /Size 7 /Root 1 0 R /Encrypt 6 0 R /ID [${hex(id)} ${hex(id)}] >>\n%%EOF`;
  return new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.4\n'), ...body, Buffer.from(trailer)]));
}
