// Office packages as Office 2007 encrypts them ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.9, standard encryption): AES by blocks that know nothing of each
// other. There is no check of the whole.
import { createDecipheriv, createHash, timingSafeEqual } from 'node:crypto';
import { MalformedFile } from './malformed-file.ts';

const minorVersion = 2;
const rounds = 50_000;
/** Bytes of a key by the number of its algorithm. */
const keyBytes: Readonly<Record<number, number>> = { 0x660e: 16, 0x660f: 24, 0x6610: 32 };
const blockBytes = 16;
const headAt = 12;

export function isStandardEncryption(info: Buffer): boolean {
  return [2, 3, 4].includes(info.readUInt16LE(0)) && info.readUInt16LE(2) === minorVersion;
}

/** Undefined where its cipher is another. Throws `MalformedFile`. */
export function openStandardPackage(info: Buffer, stream: Buffer, password: string): Uint8Array | undefined {
  const length = keyBytes[info.readUInt32LE(headAt + 8)];
  if (length === undefined) return undefined;
  const verifierAt = headAt + info.readUInt32LE(8);
  const at = (offset: number, count: number): Buffer => {
    if (verifierAt + offset + count > info.length) throw new MalformedFile('a description of its encryption that is cut off');
    return info.subarray(verifierAt + offset, verifierAt + offset + count);
  };
  const key = keyOf(at(4, 16), password, length);
  const verifier = decrypt(at(20, 16), key);
  if (!timingSafeEqual(sha1(verifier), decrypt(at(40, 32), key).subarray(0, 20)))
    throw new MalformedFile('not its password', 'wrong-password');
  const size = Number(stream.readBigUInt64LE(0));
  const whole = stream.subarray(8);
  const content = decrypt(whole.subarray(0, whole.length - (whole.length % blockBytes)), key);
  if (size > content.length) throw new MalformedFile('an encrypted package that is cut off');
  return new Uint8Array(content.subarray(0, size));
}

function keyOf(salt: Buffer, password: string, length: number): Buffer {
  let value = sha1(salt, Buffer.from(password, 'utf16le'));
  const round = Buffer.alloc(4);
  for (let count = 0; count < rounds; count += 1) {
    round.writeUInt32LE(count);
    value = sha1(round, value);
  }
  value = sha1(value, Buffer.alloc(4));
  const half = (fill: number): Buffer => {
    const padded = Buffer.alloc(64, fill);
    value.forEach((byte, index) => {
      padded[index] = byte ^ fill;
    });
    return sha1(padded);
  };
  return Buffer.concat([half(0x36), half(0x5c)]).subarray(0, length);
}

function sha1(...parts: readonly Uint8Array[]): Buffer {
  return parts.reduce((hash, part) => hash.update(part), createHash('sha1')).digest();
}

function decrypt(content: Buffer, key: Buffer): Buffer {
  const decipher = createDecipheriv(`aes-${key.length * 8}-ecb`, key, null).setAutoPadding(false);
  return Buffer.concat([decipher.update(content), decipher.final()]);
}
