// OpenDocument packages under a password (ISO/IEC 26300-3, 3.4 and 4.8; the newest as LibreOffice has it since 24.8): the manifest says of each
// part how it is encrypted. Parts are packed first, then encrypted.
import { argon2Sync, createDecipheriv, createHash, pbkdf2Sync } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { openBlowfish } from './blowfish.ts';
import { MalformedFile } from './malformed-file.ts';
import { xmlAttribute, xmlEvents } from './xml-events.ts';
import { isZipBomb } from './zip-directory.ts';

export interface EncryptedPart {
  readonly name: string;
  /** What an element of its entry in the manifest says; empty where it does not. */
  readonly said: (element: string, attribute: string) => string;
}

export function encryptedParts(manifest: string): EncryptedPart[] {
  const parts: EncryptedPart[] = [];
  let entry = new Map<string, string>();
  for (const event of xmlEvents(manifest)) {
    if (event.kind === 'text') continue;
    const name = event.name.replace(/^.*:/, '');
    if (event.kind === 'open') {
      if (name === 'file-entry') entry = new Map();
      entry.set(name, event.attributes);
    } else if (name === 'encryption-data') {
      const attributes = entry;
      const said: EncryptedPart['said'] = (element, attribute) =>
        xmlAttribute(attributes.get(element) ?? '', `(?:manifest|loext):${attribute}`) ?? '';
      parts.push({ name: said('file-entry', 'full-path'), said });
    }
  }
  return parts;
}

/** The content as it was before. Throws `MalformedFile`, which says so where it is encrypted in another way or by another password. */
export function openPart({ said }: EncryptedPart, content: Uint8Array, password: string): Uint8Array {
  const open = ciphers[said('algorithm', 'algorithm-name').replace(/^.*#/, '')];
  if (open === undefined) throw anotherWay();
  const packed = open(content, keyOf(said, password), Buffer.from(said('algorithm', 'initialisation-vector'), 'base64'));
  mustBeWhole(packed, said);
  const size = Number(said('file-entry', 'size'));
  if (!Number.isSafeInteger(size) || size < 0) throw new MalformedFile('a part of no size');
  if (isZipBomb([{ packedSize: packed.length, size }])) throw new MalformedFile('a part larger than any', 'decompression-bomb');
  try {
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: size }));
  } catch {
    throw new MalformedFile('a part that cannot be unpacked');
  }
}

type Open = (content: Uint8Array, key: Buffer, start: Buffer) => Buffer;
type Said = EncryptedPart['said'];

const blockBytes = 16;
const [nonceBytes, tagBytes] = [12, 16];

const ciphers: Readonly<Record<string, Open>> = {
  'Blowfish CFB': blowfish,
  blowfish,
  'aes128-cbc': cbc(128),
  'aes192-cbc': cbc(192),
  'aes256-cbc': cbc(256),
  'aes256-gcm': (content, key, nonce) => {
    const ends = content.length - tagBytes;
    if (key.length !== 32 || nonce.length !== nonceBytes || ends < nonceBytes) throw new MalformedFile('a part without its seal');
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAuthTag(content.subarray(ends));
    const opened = decipher.update(content.subarray(nonceBytes, ends));
    try {
      decipher.final();
    } catch {
      throw new MalformedFile('not its password', 'wrong-password');
    }
    return opened;
  },
};

function blowfish(content: Uint8Array, key: Buffer, start: Buffer): Buffer {
  if (start.length !== 8) throw new MalformedFile('a start of another length');
  return openBlowfish(content, key, start);
}

/** The last byte tells how many were filled in; under a wrong password it tells anything. */
function cbc(bits: number): Open {
  return (content, key, start) => {
    if (key.length !== bits / 8 || start.length !== blockBytes || content.length === 0 || content.length % blockBytes !== 0)
      throw new MalformedFile('encrypted blocks that are not whole');
    const decipher = createDecipheriv(`aes-${bits}-cbc`, key, start).setAutoPadding(false);
    const opened = Buffer.concat([decipher.update(content), decipher.final()]);
    return opened.subarray(0, opened.length - Math.min(blockBytes, opened.at(-1) ?? 0));
  };
}

/** LibreOffice writes 100,000, which takes a tenth of a second. */
const mostRounds = 1_000_000;
/** LibreOffice writes three passes over 64 MB on four lanes. */
const most = { passes: 10, memoryKiB: 131_072, lanes: 16 };

/** Of a hash of the password, by many rounds. */
function keyOf(said: Said, password: string): Buffer {
  const startKey = hashOf(said('start-key-generation', 'start-key-generation-name') || 'SHA1', Buffer.from(password, 'utf8'));
  const derivation = (name: string): string => said('key-derivation', name);
  const [kind, salt, keyBytes] = [
    derivation('key-derivation-name').replace(/^.*[#:]/, ''),
    Buffer.from(derivation('salt'), 'base64'),
    Number(derivation('key-size') || 16),
  ];
  if (startKey === undefined || ![16, 24, 32].includes(keyBytes)) throw anotherWay();
  if (/^pbkdf2$/i.test(kind)) {
    const rounds = within(derivation('iteration-count'), 1, mostRounds);
    return pbkdf2Sync(startKey, salt, rounds, keyBytes, 'sha1');
  }
  if (kind !== 'argon2id') throw anotherWay();
  const parallelism = within(derivation('argon2-lanes'), 1, most.lanes);
  if (salt.length < 8 || salt.length > 64) throw new MalformedFile('salt of another length');
  return argon2Sync('argon2id', {
    message: startKey,
    nonce: salt,
    parallelism,
    tagLength: keyBytes,
    memory: within(derivation('argon2-memory'), 8 * parallelism, most.memoryKiB),
    passes: within(derivation('argon2-iterations'), 1, most.passes),
  });
}

/** What asks for endless work is not tried. */
function within(stated: string, least: number, largest: number): number {
  const value = Number(stated);
  if (!Number.isInteger(value) || value < least || value > largest) throw new MalformedFile('other work for a key than an office makes');
  return value;
}

/** By the last word of a name: `SHA1`, `http://www.w3.org/2001/04/xmlenc#sha256`, `SHA1/1K`, `...#sha256-1k`. */
function hashOf(name: string, content: Uint8Array): Buffer | undefined {
  const [, algorithm] = /(?:^|#)(sha1|sha256)(?:[/-]1k)?$/i.exec(name) ?? [];
  return algorithm === undefined ? undefined : createHash(algorithm.toLowerCase()).update(content).digest();
}

const checkedBytes = 1024;

/** A checksum of its first bytes tells the password from others. */
function mustBeWhole(packed: Buffer, said: Said): void {
  const checksum = said('encryption-data', 'checksum');
  const found = hashOf(said('encryption-data', 'checksum-type'), packed.subarray(0, checkedBytes));
  if (checksum !== '' && found !== undefined && !found.equals(Buffer.from(checksum, 'base64')))
    throw new MalformedFile('not its password', 'wrong-password');
}

function anotherWay(): MalformedFile {
  return new MalformedFile('a part that is encrypted in another way', 'encrypted');
}
