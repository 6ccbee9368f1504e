// The backup key: 32 bytes, kept apart from the data. Whoever has it can read the backups; without it nobody can.
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AppError, systemCode } from '../../base/errors.ts';

const backupKeyBytes = 32;

/** Where the key stands: given by the environment, or in a file. */
export interface BackupKeySource {
  readonly file: string;
  readonly key?: string | undefined;
}

export interface BackupKey {
  readonly bytes: Uint8Array;
  /** The environment variable or the file that it came from. */
  readonly where: string;
}

/** The key, made at the first use unless the environment gives one. */
export async function findOrMakeBackupKey(source: BackupKeySource): Promise<BackupKey> {
  if (source.key !== undefined) return findBackupKey(source);
  await mkdir(dirname(source.file), { recursive: true, mode: 0o700 });
  try {
    const file = await open(source.file, 'wx', 0o600);
    try {
      await file.writeFile(`${randomBytes(backupKeyBytes).toString('base64')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) !== 'EEXIST')
      throw new AppError('storage-unwritable', { folder: dirname(source.file), cause: systemCode(error) ?? 'unknown' }, { cause: error });
  }
  return findBackupKey(source);
}

export async function findBackupKey({ file, key }: BackupKeySource): Promise<BackupKey> {
  const where = key === undefined ? file : 'HENGJIAN_BACKUP_KEY';
  const text = key ?? (await readFile(file, 'utf8').catch(() => undefined));
  if (text === undefined) throw new AppError('backup-key-missing', { where });
  if (!/^[A-Za-z0-9+/]{43}=$/.test(text.trim())) throw new AppError('backup-key-wrong', { where });
  return { bytes: Buffer.from(text.trim(), 'base64'), where };
}

/** Each use has a key of its own. */
export function deriveKey({ bytes }: BackupKey, use: string): Buffer {
  return Buffer.from(hkdfSync('sha256', bytes, new Uint8Array(), `hengjian backup ${use}`, backupKeyBytes));
}

/** Says on paper whether the right key was copied, without giving anything of it away. */
export function fingerprintOf(key: Uint8Array): string {
  return createHash('sha256').update('hengjian key').update(key).digest('hex').slice(0, 12);
}
