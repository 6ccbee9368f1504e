// RC4 as the offices before 2007 encrypt documents and workbooks ([MS-OFFCRYPTO] 2.3.5 and 2.3.6): each block of a stream has a key of its own,
// made of the password and the number of the block. There is no check of the whole.
import { createHash, timingSafeEqual } from 'node:crypto';
import { MalformedFile } from './malformed-file.ts';
import { rc4 } from './rc4.ts';

/** The key of a block, by its number from 0. */
export type BlockKeys = (block: number) => Buffer;

const saltBytes = 16;
const rc4Algorithm = 0x6801;
const [weakest, strongest] = [40, 128];
/** Of the description of an encryption of the second kind, before its header. */
const headAt = 12;

/** `info` describes the encryption. Undefined where it is of another kind. Throws `MalformedFile`. */
export function rc4KeysOf(info: Buffer, password: string): BlockKeys | undefined {
  const [major, minor] = [info.readUInt16LE(0), info.readUInt16LE(2)];
  if (major === 1 && minor === 1) return keysOf1997(info, password);
  return [2, 3, 4].includes(major) && minor === 2 ? keysOf2002(info, password) : undefined;
}

/** Of the first 40 bits of a hash, whatever the length of the password. */
function keysOf1997(info: Buffer, password: string): BlockKeys {
  const salt = part(info, 4, saltBytes);
  const short = hash('md5', utf16(password)).subarray(0, 5);
  const salted = hash('md5', ...Array.from({ length: 16 }, () => [short, salt]).flat()).subarray(0, 5);
  const keys: BlockKeys = (block) => hash('md5', salted, numberOf(block));
  mustOpen(keys, part(info, 20, 16), part(info, 36, 16), 'md5');
  return keys;
}

/** Through a cryptographic provider of Windows, with keys of 40 to 128 bits. */
function keysOf2002(info: Buffer, password: string): BlockKeys | undefined {
  if (info.readUInt32LE(headAt + 8) !== rc4Algorithm) return undefined;
  const bits = info.readUInt32LE(headAt + 16) || weakest;
  if (bits < weakest || bits > strongest || bits % 8 !== 0) throw new MalformedFile('a key of a length that RC4 has not');
  const verifierAt = headAt + info.readUInt32LE(8);
  const secret = hash('sha1', part(info, verifierAt + 4, saltBytes), utf16(password));
  const keys: BlockKeys = (block) => {
    const key = hash('sha1', secret, numberOf(block)).subarray(0, bits / 8);
    // The provider fills up its weakest keys.
    return bits === weakest ? Buffer.concat([key, Buffer.alloc(11)]) : key;
  };
  mustOpen(keys, part(info, verifierAt + 20, 16), part(info, verifierAt + 40, 20), 'sha1');
  return keys;
}

/** A stream whose blocks count from its start. */
export function openBlocks(stream: Buffer, blockBytes: number, keys: BlockKeys): Buffer {
  const opened = Buffer.allocUnsafe(stream.length);
  for (let at = 0; at < stream.length; at += blockBytes) rc4(keys(at / blockBytes), stream.subarray(at, at + blockBytes)).copy(opened, at);
  return opened;
}

/** The verifier and its hash are encrypted one after the other with the key of the first block. */
function mustOpen(keys: BlockKeys, verifier: Buffer, verifierHash: Buffer, algorithm: string): void {
  const opened = rc4(keys(0), Buffer.concat([verifier, verifierHash]));
  if (!timingSafeEqual(hash(algorithm, opened.subarray(0, verifier.length)), opened.subarray(verifier.length)))
    throw new MalformedFile('not its password', 'wrong-password');
}

function part(info: Buffer, start: number, length: number): Buffer {
  if (start + length > info.length) throw new MalformedFile('a description of its encryption that is cut off');
  return info.subarray(start, start + length);
}

function hash(algorithm: string, ...parts: readonly Uint8Array[]): Buffer {
  return parts.reduce((digest, bytes) => digest.update(bytes), createHash(algorithm)).digest();
}

function utf16(password: string): Buffer {
  return Buffer.from(password, 'utf16le');
}

function numberOf(block: number): Buffer {
  const number = Buffer.alloc(4);
  number.writeUInt32LE(block);
  return number;
}
