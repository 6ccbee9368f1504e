// `hengjian backup` and `backups list`: made by the server that owns the data, or by this process when there is none.
import { resolve } from 'node:path';
import { operations } from '../backup/contract.ts';
import type { BackupRun, BackupSummary } from '../backup/contract.ts';
import { listBackups as listIn } from '../backup/manifest.ts';
import { type BackupKeySource, findOrMakeBackupKey, fingerprintOf } from '../backup/vault/backup-key.ts';
import type { Config } from '../base/config.ts';
import { type Client, RemoteProblem } from './client.ts';
import { type BackupPlace, openBackups, remarkDamaged } from './open-backups.ts';
import type { Terminal } from './terminal.ts';

export interface BackupOptions {
  readonly to?: string;
  readonly json?: boolean;
}

export async function makeBackup(
  client: Client,
  terminal: Terminal,
  { to, json }: BackupOptions,
  reason: 'by-hand' | 'before-upgrade' = 'by-hand',
): Promise<BackupSummary> {
  const { run } = await client.call(operations.takeBackup, { reason, ...(to === undefined ? {} : { to: resolve(to) }) });
  const { summary, target } = await settled(client, terminal, run, '备份 backing up');
  if (summary === null) throw new Error('A backup that is done has a summary.');
  terminal.print(json ? JSON.stringify({ ...summary, target }) : `✓ ${describe(summary)}\n  ${target}`);
  return summary;
}

async function settled(client: Client, terminal: Terminal, started: BackupRun, doing: string): Promise<BackupRun> {
  for (let run = started; ; run = (await client.call(operations.getBackupRun, { runId: started.id })).run) {
    if (run.state === 'done') return run;
    if (run.failure !== null) throw new RemoteProblem(run.failure);
    terminal.progress(doing, Math.round(run.progress * 100), 100);
    await new Promise((wake) => setTimeout(wake, pollMs));
  }
}

const pollMs = 200;

/** Straight from the folder: it can also be asked when there is no data yet, or no more. */
export async function listBackups(config: Config, terminal: Terminal, from: BackupPlace, json: boolean): Promise<void> {
  const { summaries, damaged } = await listIn(await openBackups(config, from));
  if (summaries.length + damaged.length === 0) terminal.remark('还没有备份。', 'There are no backups yet.');
  for (const id of damaged) {
    if (json) terminal.print(JSON.stringify({ id, isDamaged: true }));
    else remarkDamaged(terminal, id);
  }
  for (const summary of summaries) terminal.print(json ? JSON.stringify(summary) : describe(summary));
}

const reasons = { scheduled: '定时 scheduled', 'by-hand': '手动 by hand', 'before-upgrade': '升级前 before upgrade' } as const;

function describe({ id, takenAt, reason, rows, files, contentBytes, newBytes }: BackupSummary): string {
  return `${id}  ${takenAt}  ${reasons[reason]}  ${rows} 行 rows  ${files} 文件 files  ${megabytes(contentBytes)} → +${megabytes(newBytes)}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** The recovery sheet: to be printed and kept apart from the machine. */
export async function printRecoverySheet(terminal: Terminal, source: BackupKeySource, includesMasterKey: boolean): Promise<void> {
  const { bytes, where } = await findOrMakeBackupKey(source);
  const needs = includesMasterKey
    ? ['主密钥已随备份加密保存：恢复只需这一把密钥。', 'The master key travels in the backups, encrypted: this key alone restores them.']
    : [
        '恢复还需要主密钥（数据目录的 keys/master.key，或您的密钥系统），请另行保存；也可设 HENGJIAN_BACKUP_MASTER_KEY=included 让它随备份加密保存。',
        'A restore also needs the master key (keys/master.key in the data folder, or your key system): keep it too; or set HENGJIAN_BACKUP_MASTER_KEY=included to let it travel encrypted in the backups.',
      ];
  terminal.print(`
衡鉴 备份恢复单  Hengjian recovery sheet

  备份密钥 Backup key    ${Buffer.from(bytes).toString('base64')}
  核对码 Fingerprint     ${fingerprintOf(bytes)}
  存放处 Kept in         ${where}

  请打印并与机器分开保存。有这把密钥的人能读出备份；没有它，谁也读不出。
  Print it and keep it apart from the machine. Whoever has this key can read the backups; without it nobody can.
  ${needs.join('\n  ')}

  恢复 Restore
    HENGJIAN_BACKUP_KEY=... bin/hengjian restore --from <备份目录 backup folder> --into <新数据目录 new data folder> --verify
`);
}
