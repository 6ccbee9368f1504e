// `hengjian restore`: a backup into an empty place, compared, opened, and asked a question.
import { cp, mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Verification } from '../backup/contract.ts';
import { listBackups } from '../backup/manifest.ts';
import { restoreBackup, type RestoreReport } from '../backup/restore.ts';
import type { Vault } from '../backup/vault/vault.ts';
import { type Config, readConfig } from '../base/config.ts';
import { AppError } from '../base/errors.ts';
import { createLog } from '../base/log.ts';
import { askAgain, describeExamination } from './ask-again.ts';
import { type BackupPlace, openBackups, remarkDamaged } from './open-backups.ts';
import { hasSite, recordRehearsal } from './record-rehearsal.ts';
import type { Terminal } from './terminal.ts';

export interface RestoreOptions extends BackupPlace {
  readonly at?: string;
  readonly into: string;
  /** Folder of the master key. */
  readonly keys?: string;
  readonly verify?: boolean;
  /** With the site that is here, if the backup is its own. */
  readonly record: boolean;
  readonly json?: boolean;
}

/** Resolves to whether everything is as it was backed up. */
export async function restore(config: Config, terminal: Terminal, options: RestoreOptions): Promise<boolean> {
  const startedAt = performance.now();
  const vault = await openBackups(config, options);
  const id = options.at ?? (await newestIn(vault, terminal));
  const place = placeOf(config, options.into);
  if (options.keys !== undefined && existsSync(options.keys)) {
    await mkdir(place.dataFolder, { recursive: true });
    await cp(options.keys, join(place.dataFolder, 'keys'), { recursive: true, errorOnExist: false });
  }
  const onProgress = (share: number): void => {
    if (options.json) terminal.print(JSON.stringify({ progress: share * 0.9 }));
    else terminal.progress('恢复 restoring', Math.round(share * 100), 100);
  };
  const database = place.databaseUrl
    ? ({ kind: 'server', url: place.databaseUrl } as const)
    : ({ kind: 'embedded', folder: join(place.dataFolder, 'database') } as const);
  const report = await restoreBackup(vault, id, { database, dataFolder: place.dataFolder }, createLog(config.logLevel), onProgress);
  const { answer, faults } = options.verify ? await askAgain(place) : { answer: 'none' as const, faults: [] };
  const verification: Verification = {
    backupId: report.summary.id,
    takenAt: report.summary.takenAt,
    tables: report.tables,
    rows: report.rows,
    files: report.files,
    answer,
    faults: [...report.faults, ...faults],
    seconds: (performance.now() - startedAt) / 1000,
  };
  if (options.verify && options.record && hasSite(config, options.into))
    await recordRehearsal(config, terminal, options.from, verification);
  terminal.print(options.json ? JSON.stringify({ verification }) : describe(verification, report, options));
  return verification.faults.length === 0;
}

async function newestIn(vault: Vault, terminal: Terminal): Promise<string> {
  const { summaries, damaged } = await listBackups(vault);
  const [newest] = summaries;
  if (!newest) throw new AppError('backup-missing', { where: vault.place });
  // Ids sort by time.
  for (const id of damaged) if (id > newest.id) remarkDamaged(terminal, id);
  return newest.id;
}

/** A folder for the embedded database, or a server's database with the files in the data folder that is set. No backups are made of it yet. */
function placeOf({ dataFolder }: Config, into: string): Config {
  const isServer = /^postgres(ql)?:\/\//.test(into);
  return readConfig({
    HENGJIAN_DATA: isServer ? dataFolder : into,
    DATABASE_URL: isServer ? into : '',
    HENGJIAN_BACKUP: '',
    HENGJIAN_SOLO: 'off',
    HENGJIAN_DEMO: 'off',
  });
}

function describe(
  { tables, rows, files, answer, faults, seconds }: Verification,
  { summary }: RestoreReport,
  { into, verify }: RestoreOptions,
): string {
  const lines = [
    `${faults.length === 0 ? '✓' : '✗'} ${summary.id}  ${summary.takenAt}  →  ${into}`,
    `  ${tables} 张表 tables  ${rows} 行 rows  ${files} 个文件 files  ${seconds.toFixed(1)} s`,
    ...(verify ? describeExamination({ answer, faults }) : faults.map((fault) => `  ✗ ${fault}`)),
  ];
  return lines.join('\n');
}
