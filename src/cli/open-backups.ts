// The backups in a folder, with the key that is set or named.
import { resolve } from 'node:path';
import { findBackupKey } from '../backup/vault/backup-key.ts';
import { createFolderTarget } from '../backup/vault/target.ts';
import { openVault, type Vault } from '../backup/vault/vault.ts';
import type { Config } from '../base/config.ts';
import type { BackupId } from '../base/ids.ts';
import type { Terminal } from './terminal.ts';

export interface BackupPlace {
  readonly from: string;
  /** File of the backup key. */
  readonly key?: string;
}

export async function openBackups({ backup }: Config, { from, key }: BackupPlace): Promise<Vault> {
  const source = key === undefined ? backup.key : { ...backup.key, file: resolve(key) };
  return openVault(createFolderTarget(resolve(from)), await findBackupKey(source), { mayMake: false });
}

export function remarkDamaged(terminal: Terminal, id: BackupId): void {
  terminal.remark(
    `✗ ${id} 的摘要已损坏。请用 restore --at ${id} --verify 查明其余部分是否完好；再做一份备份，并检查磁盘。`,
    `The summary of ${id} is damaged. See with restore --at ${id} --verify whether the rest is whole; make another backup, and check the disk.`,
  );
}
