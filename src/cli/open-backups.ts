// The backups in a folder, with the key that is set or named.
import { resolve } from 'node:path';
import { findBackupKey } from '../backup/vault/backup-key.ts';
import { createFolderTarget } from '../backup/vault/target.ts';
import { openVault, type Vault } from '../backup/vault/vault.ts';
import type { Config } from '../base/config.ts';

export interface BackupPlace {
  readonly from: string;
  /** File of the backup key. */
  readonly key?: string;
}

export async function openBackups({ backup }: Config, { from, key }: BackupPlace): Promise<Vault> {
  const source = key === undefined ? backup.key : { ...backup.key, file: resolve(key) };
  return openVault(createFolderTarget(resolve(from)), await findBackupKey(source), { mayMake: false });
}
