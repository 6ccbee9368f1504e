// Encrypted blobs in a target. A chunk is named by a keyed hash of its content, so the same content is stored once and what
// comes back can be checked; an entry (a manifest, a summary) has a name of its own. Everything is compressed, then
// AES-256-GCM with the name as associated data: a blob that was changed or put in another's place does not open.
import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { zstdCompress, zstdDecompress } from 'node:zlib';
import { AppError } from '../../base/errors.ts';
import { type BackupKey, deriveKey } from './backup-key.ts';
import type { BackupTarget } from './target.ts';

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);
const nonceBytes = 12;
const tagBytes = 16;
const checkName = 'hengjian-backup';

export interface StoredChunk {
  readonly name: string;
  /** Bytes that this call added to the target; 0 when the content was there. */
  readonly newBytes: number;
}

export interface Vault {
  readonly place: string;
  putChunk(content: Uint8Array): Promise<StoredChunk>;
  /** Fails with `backup-damaged` when it is gone or not what was stored. */
  getChunk(name: string): Promise<Buffer>;
  chunkNames(): AsyncIterable<string>;
  removeChunk(name: string): Promise<void>;
  putEntry(name: string, content: Uint8Array): Promise<void>;
  getEntry(name: string): Promise<Buffer | undefined>;
  entryNames(suffix: string): Promise<string[]>;
  removeEntry(name: string): Promise<void>;
}

/** Opens the backups in a target, or makes an empty place of it; fails when they were made with another key. */
export async function openVault(target: BackupTarget, key: BackupKey, { mayMake }: { readonly mayMake: boolean }): Promise<Vault> {
  const contentKey = deriveKey(key, 'content');
  const nameKey = deriveKey(key, 'names');
  const check = Buffer.from(`${JSON.stringify({ format: 1, key: createHmac('sha256', nameKey).update(checkName).digest('hex') })}\n`);
  const found = await target.get(checkName);
  if (found === undefined && !mayMake) throw new AppError('backup-missing', { where: target.place });
  if (found === undefined) await target.put(checkName, check);
  else if (found.length !== check.length || !timingSafeEqual(found, check)) throw new AppError('backup-key-wrong', { where: key.where });

  const seal = async (name: string, content: Uint8Array): Promise<Buffer> => {
    const nonce = randomBytes(nonceBytes);
    const cipher = createCipheriv('aes-256-gcm', contentKey, nonce, { authTagLength: tagBytes }).setAAD(Buffer.from(name));
    const packed = await compress(content);
    return Buffer.concat([nonce, cipher.update(packed), cipher.final(), cipher.getAuthTag()]);
  };
  const open = async (name: string, sealed: Uint8Array): Promise<Buffer> => {
    try {
      const end = sealed.length - tagBytes;
      const decipher = createDecipheriv('aes-256-gcm', contentKey, sealed.subarray(0, nonceBytes), { authTagLength: tagBytes });
      decipher.setAAD(Buffer.from(name)).setAuthTag(sealed.subarray(end));
      return await decompress(Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()]));
    } catch (error) {
      throw new AppError('backup-damaged', { name, where: target.place }, { cause: error });
    }
  };
  const chunkPath = (name: string): string => `chunks/${name.slice(0, 2)}/${name}`;
  const entryPath = (name: string): string => `backups/${name}`;
  return {
    place: target.place,
    async putChunk(content) {
      const name = createHmac('sha256', nameKey).update(content).digest('hex');
      if (await target.has(chunkPath(name))) return { name, newBytes: 0 };
      const sealed = await seal(name, content);
      await target.put(chunkPath(name), sealed);
      return { name, newBytes: sealed.length };
    },
    async getChunk(name) {
      const sealed = await target.get(chunkPath(name));
      if (sealed === undefined) throw new AppError('backup-damaged', { name, where: target.place });
      return open(name, sealed);
    },
    async *chunkNames() {
      for (const folder of await target.list('chunks')) yield* await target.list(`chunks/${folder}`);
    },
    removeChunk: (name) => target.remove(chunkPath(name)),
    putEntry: async (name, content) => target.put(entryPath(name), await seal(name, content)),
    async getEntry(name) {
      const sealed = await target.get(entryPath(name));
      return sealed === undefined ? undefined : open(name, sealed);
    },
    entryNames: async (suffix) => (await target.list('backups')).filter((name) => name.endsWith(suffix)).sort(),
    removeEntry: (name) => target.remove(entryPath(name)),
  };
}
