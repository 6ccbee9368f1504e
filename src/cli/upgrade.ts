// `hengjian upgrade`: data of an earlier version is brought to this one, after a trial on a copy and a backup. Whatever does not
// work out is told before the data is touched.
import { cp, mkdtemp, readdir, rm, stat, statfs } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { version } from '../app.ts';
import { leftOut } from '../backup/backup.ts';
import { restoreBackup } from '../backup/restore.ts';
import { takeBackup } from '../backup/take-backup.ts';
import { findOrMakeBackupKey } from '../backup/vault/backup-key.ts';
import { createFolderTarget } from '../backup/vault/target.ts';
import { openVault, type Vault } from '../backup/vault/vault.ts';
import { type Config, readConfig } from '../base/config.ts';
import { AppError } from '../base/errors.ts';
import { backupIdSchema, newId } from '../base/ids.ts';
import { createLog } from '../base/log.ts';
import { lockFolder, ownerOf } from '../store/folder-lock.ts';
import { openStore, type StoreOptions } from '../store/store.ts';
import { askAgain, describeExamination, type Examination } from './ask-again.ts';
import type { Terminal } from './terminal.ts';

export interface UpgradeOptions {
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

interface UpgradeReport extends Examination {
  readonly from: string;
  readonly to: string;
  readonly backup: string | null;
}

/** Resolves to whether the data works with this version. */
export async function upgrade(config: Config, terminal: Terminal, { dryRun, json }: UpgradeOptions): Promise<boolean> {
  await refuseWhileServed(config);
  terminal.remark('先在副本上试升级……', 'Trying the upgrade on a copy first...');
  const backups = config.backup.folder ?? `${config.dataFolder}-backups`;
  const vault = await openVault(createFolderTarget(backups), await findOrMakeBackupKey(config.backup.key), { mayMake: true });
  const taken = await backUpAsFound(config, vault);
  const trial = await tryOnCopy(config, vault, taken.id);
  const report: UpgradeReport = { ...trial, from: taken.migration, backup: taken.id };
  if (trial.faults.length > 0 || dryRun) {
    terminal.print(json ? JSON.stringify({ ...report, isTrial: true }) : describe(report, backups, false));
    return trial.faults.length === 0;
  }
  const done = { ...report, ...(await askAgain({ ...config, loadDemo: false })) };
  terminal.print(json ? JSON.stringify({ ...done, isTrial: false }) : describe(done, backups, true));
  return done.faults.length === 0;
}

/** An earlier version must not work on data that this one migrates. */
async function refuseWhileServed({ databaseUrl, dataFolder }: Config): Promise<void> {
  if (databaseUrl) return;
  const owner = await ownerOf(dataFolder);
  if (owner) throw new AppError('folder-in-use', { folder: dataFolder, owner: `pid ${owner.pid}@${owner.host}` });
}

function databaseOf({ databaseUrl, dataFolder }: Config): StoreOptions & { readonly kind: 'embedded' | 'server' } {
  return databaseUrl ? { kind: 'server', url: databaseUrl } : { kind: 'embedded', folder: join(dataFolder, 'database') };
}

/** Before any migration: with the tables that the earlier version left. */
async function backUpAsFound(config: Config, vault: Vault) {
  const lock = config.databaseUrl ? undefined : await lockFolder(config.dataFolder);
  try {
    const store = await openStore(databaseOf(config), 'as-found');
    try {
      const source = {
        store,
        dataFolder: config.dataFolder,
        without: leftOut(config.dataFolder, vault.place, config.backup),
        productVersion: version,
        now: () => new Date(),
      };
      return await takeBackup(source, vault, { id: newId(backupIdSchema), reason: 'before-upgrade' });
    } finally {
      await store.close();
    }
  } finally {
    await lock?.release();
  }
}

/** Restored beside the data, so that the backup too is proved good; migrated, opened and asked there. */
async function tryOnCopy(config: Config, vault: Vault, id: string): Promise<Examination & { readonly to: string }> {
  const beside = dirname(config.dataFolder);
  await refuseWithoutSpace(config.dataFolder, beside);
  const aside = await mkdtemp(join(beside, 'hengjian-upgrade-trial-'));
  const dataFolder = join(aside, 'data');
  try {
    await cp(join(config.dataFolder, 'keys'), join(dataFolder, 'keys'), { recursive: true }).catch(() => {});
    const database = { kind: 'embedded', folder: join(dataFolder, 'database') } as const;
    const { faults } = await restoreBackup(vault, id, { database, dataFolder }, createLog(config.logLevel));
    const place = readConfig({ HENGJIAN_DATA: dataFolder, DATABASE_URL: '', HENGJIAN_BACKUP: '', HENGJIAN_DEMO: 'off' });
    const examination = await askAgain(place);
    const store = await openStore(database, 'as-found');
    await store.close();
    return { ...examination, faults: [...faults, ...examination.faults], to: store.migration };
  } finally {
    await rm(aside, { recursive: true, force: true });
  }
}

async function refuseWithoutSpace(dataFolder: string, folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const entries = await readdir(dataFolder, { recursive: true, withFileTypes: true });
  let needed = 0;
  for (const entry of entries) if (entry.isFile()) needed += (await stat(join(entry.parentPath, entry.name))).size;
  if (bavail * bsize < needed) throw new AppError('storage-unwritable', { folder, cause: 'ENOSPC' });
}

function describe(report: UpgradeReport, backups: string, isDone: boolean): string {
  const isWell = report.faults.length === 0;
  const head = isDone
    ? `✓ 已升级 upgraded  ${report.from} → ${report.to}`
    : isWell
      ? `✓ 试升级成功，数据未作改动 the trial went well, the data is as it was  ${report.from} → ${report.to}`
      : `✗ 试升级发现问题，数据未作改动 the trial found faults, the data is as it was  ${report.from} → ${report.to}`;
  return [head, ...describeExamination(report), `  备份 backup ${report.backup ?? ''}  ${backups}`].join('\n');
}
