// Backups of everything the product knows, made while it runs: the room's public face.
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Caller } from '../access/access.ts';
import type { Clock } from '../base/clock.ts';
import { AppError, bothSentences } from '../base/errors.ts';
import { type BackupId, backupIdSchema, newId } from '../base/ids.ts';
import type { Log } from '../base/log.ts';
import type { Ledger } from '../ledger/ledger.ts';
import type { Checking } from '../store/checking.ts';
import type { Jobs } from '../store/jobs.ts';
import { runWithin, type Store } from '../store/store.ts';
import {
  type BackupTables,
  findLastDone,
  findRun,
  insertRun,
  listRuns,
  type NewRun,
  noteDone,
  noteFailed,
  noteProgress,
  wasTaken,
} from './backup-runs.store.ts';
import type { BackupRun, BackupSummary, Verification } from './contract.ts';
import { checkBackups } from './check-backups.ts';
import { type Listing, listBackups } from './manifest.ts';
import { prune } from './prune.ts';
import { recordRun, recordVerification } from './record-run.ts';
import type { Keep } from './retention.ts';
import { lastMomentOf, startSchedule } from '../base/schedule.ts';
import { backupQueue, takeBackup } from './take-backup.ts';
import { type BackupKeySource, findBackupKey, findOrMakeBackupKey, fingerprintOf } from './vault/backup-key.ts';
import { createFolderTarget } from './vault/target.ts';
import { openVault, type Vault } from './vault/vault.ts';

export interface BackupSettings {
  /** The backup folder; nothing is scheduled without one. */
  readonly folder?: string | undefined;
  /** China time of the daily backup, HH:MM. */
  readonly at: string;
  readonly keep: Keep;
  readonly key: BackupKeySource;
  readonly includesMasterKey: boolean;
}

export interface BackupDependencies {
  readonly store: Store;
  readonly jobs: Jobs;
  readonly ledger: Ledger;
  readonly clock: Clock;
  readonly log: Log;
  readonly dataFolder: string;
  readonly productVersion: string;
  readonly settings: BackupSettings;
  /** Restores a backup aside in a process of its own, compares, and asks. */
  readonly rehearse: (id: BackupId, target: string, onProgress: (share: number) => void) => Promise<Verification>;
}

export interface Backup {
  overview(): Promise<BackupOverview>;
  take(caller: Caller, input: { to?: string | undefined; reason: 'by-hand' | 'before-upgrade' }): Promise<BackupRun>;
  verify(caller: Caller, id: BackupId): Promise<BackupRun>;
  /** What a rehearsal by the command line showed of a backup of this site. */
  recordRehearsal(target: string, verification: Verification): Promise<BackupRun>;
  getRun(id: BackupId): Promise<BackupRun>;
  /** Looks for damage in the backup folder, if one is set and holds backups. */
  check(): Checking;
  /** For the status page. */
  lastDone(): Promise<{ takenAt: string | null; verifiedAt: string | null; isSet: boolean }>;
  stop(): Promise<void>;
}

export interface BackupOverview {
  readonly target: string | null;
  readonly fault: { readonly zh: string; readonly en: string } | null;
  readonly at: string;
  readonly keep: Keep;
  readonly includesMasterKey: boolean;
  readonly keyFingerprint: string | null;
  readonly backups: BackupSummary[];
  readonly damaged: BackupId[];
  readonly runs: BackupRun[];
  readonly lastVerified: BackupRun | null;
}

const shownRuns = 20;
/** Progress is written at most so often. */
const progressEveryMs = 500;

export async function createBackup(dependencies: BackupDependencies): Promise<Backup> {
  const { store, jobs, ledger, clock, log, dataFolder, settings } = dependencies;
  const runs = store.tables<BackupTables>();
  const request = async (
    run: Pick<NewRun, 'work' | 'reason' | 'target' | 'scheduled_for' | 'requested_by'>,
    backupId?: BackupId,
  ): Promise<BackupId> => {
    const id = newId(backupIdSchema, clock.now().getTime());
    await runs.transaction().execute(async (transaction) => {
      const isOurs = await insertRun(transaction, { ...run, id, backup_id: backupId ?? id, created_at: clock.now() });
      if (isOurs) await jobs.enqueue(backupQueue, id, runWithin(transaction));
    });
    return id;
  };
  await jobs.start({ name: backupQueue, work: (id) => workOn(dependencies, id) });
  const schedule =
    settings.folder === undefined
      ? undefined
      : startSchedule({
          lastMoment: (now) => lastMomentOf(settings.at, now),
          clock,
          isDue: async (moment) => {
            const made = await runs
              .selectFrom('backup_run')
              .select('id')
              .where('work', '=', 'take')
              .where('target', '=', settings.folder ?? '')
              .where('created_at', '>=', moment)
              // One that lies ahead was made before the clock went back.
              .where('created_at', '<=', clock.now())
              .limit(1)
              .execute();
            return made.length === 0;
          },
          make: async (moment) => {
            await request({ work: 'take', reason: 'scheduled', target: settings.folder ?? '', scheduled_for: moment, requested_by: null });
          },
          onFault: (error) => log.error('backup-schedule-failed', error),
        });
  return {
    overview: () => overviewOf(dependencies),
    async take(caller, { to, reason }) {
      const target = to === undefined ? settings.folder : resolve(to);
      if (target === undefined) throw new AppError('backup-unset');
      if (to !== undefined && !isAbsolute(to)) throw new AppError('invalid-input', { fault: 'to: an absolute path (应为绝对路径)' });
      if (isBelow(resolve(dataFolder, 'files'), target) || isBelow(resolve(dataFolder, 'database'), target))
        throw new AppError('invalid-input', { fault: 'to: not among the data itself (不能放在数据文件之中)' });
      // Before it is queued: a key that is missing or wrong is told at once.
      await openTarget(settings, target, true);
      return findRun(runs, await request({ work: 'take', reason, target, scheduled_for: null, requested_by: caller.person }));
    },
    async verify(caller, backupId) {
      if (settings.folder === undefined) throw new AppError('backup-unset');
      const { summaries, damaged } = await listBackups(await openTarget(settings, settings.folder, false));
      if (!damaged.includes(backupId) && !summaries.some(({ id }) => id === backupId))
        throw new AppError('not-found', { what: '备份 backup' });
      const run = { work: 'verify', reason: 'by-hand', target: settings.folder, scheduled_for: null, requested_by: caller.person } as const;
      return findRun(runs, await request(run, backupId));
    },
    async recordRehearsal(target, verification) {
      const { backupId } = verification;
      const listed = await listIn(settings);
      const isInFolder = !(listed instanceof AppError) && listed.summaries.some(({ id }) => id === backupId);
      if (!isInFolder && !(await wasTaken(runs, backupId))) throw new AppError('not-found', { what: '备份 backup' });
      const id = newId(backupIdSchema, clock.now().getTime());
      const run = { id, backup_id: backupId, work: 'verify', reason: 'by-hand', target, scheduled_for: null, requested_by: null } as const;
      await runs.transaction().execute((transaction) => insertRun(transaction, { ...run, created_at: clock.now() }));
      await recordVerification({ runs, ledger, clock }, await findRun(runs, id), verification);
      return findRun(runs, id);
    },
    getRun: (id) => findRun(runs, id),
    async lastDone() {
      const [taken, verified] = [await findLastDone(runs, 'take'), await findLastDone(runs, 'verify')];
      return { takenAt: taken?.summary?.takenAt ?? null, verifiedAt: verified?.finishedAt ?? null, isSet: settings.folder !== undefined };
    },
    check: () => checkIn(settings),
    stop: async () => schedule?.stop(),
  };
}

async function openTarget({ key }: BackupSettings, folder: string, mayMake: boolean): Promise<Vault> {
  return openVault(createFolderTarget(folder), mayMake ? await findOrMakeBackupKey(key) : await findBackupKey(key), { mayMake });
}

/** A fault is the run's outcome, not the queue's: a full disk must not be tried again every minute. */
async function workOn(dependencies: BackupDependencies, subject: string): Promise<void> {
  const { store, clock, log, ledger } = dependencies;
  const runs = store.tables<BackupTables>();
  const run = await findRun(runs, subject);
  if (run.state === 'done' || run.state === 'failed') return;
  await noteProgress(runs, run.id, run.progress);
  const onProgress = progressNote((share) => noteProgress(runs, run.id, share));
  try {
    if (run.work === 'verify') {
      const verification = await dependencies.rehearse(run.backupId, run.target, onProgress.note);
      await onProgress.settled();
      await recordVerification({ runs, ledger, clock }, run, verification);
    } else {
      const summary = await makeBackup(dependencies, run, onProgress.note);
      await onProgress.settled();
      await recordRun(ledger, run, 'done', { rows: summary.rows, files: summary.files, newBytes: summary.newBytes });
      await noteDone(runs, run.id, summary, clock.now());
    }
  } catch (error) {
    log.error('backup-failed', error, { run: run.id });
    await onProgress.settled();
    await recordRun(ledger, run, 'failed', { code: error instanceof AppError ? error.code : 'internal' });
    await noteFailed(runs, run.id, error, clock.now());
  }
}

async function makeBackup(
  { store, clock, log, dataFolder, productVersion, settings }: BackupDependencies,
  run: BackupRun,
  onProgress: (share: number) => void,
): Promise<BackupSummary> {
  const vault = await openTarget(settings, run.target, true);
  const source = { store, dataFolder, without: leftOut(dataFolder, run.target, settings), productVersion, now: clock.now };
  const summary = await takeBackup(source, vault, run, onProgress);
  if (run.target === settings.folder) {
    const verified = await findLastDone(store.tables<BackupTables>(), 'verify');
    const { unreadable } = await prune(vault, settings.keep, verified ? [verified.backupId] : []);
    if (unreadable[0]) log.error('backups-not-pruned', new AppError('backup-damaged', { name: unreadable[0], where: run.target }));
  }
  return summary;
}

/** The database has its own way in; keys travel only when that is set; backups do not hold backups. */
export function leftOut(dataFolder: string, target: string, { includesMasterKey }: Pick<BackupSettings, 'includesMasterKey'>): string[] {
  const inside = isBelow(dataFolder, target) ? [relative(dataFolder, target).split(sep).join('/')] : [];
  return ['database', 'database.creating', 'hengjian.lock', ...(includesMasterKey ? ['keys/backup.key'] : ['keys']), ...inside];
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way === '' || (!way.startsWith('..') && !isAbsolute(way));
}

function progressNote(write: (share: number) => Promise<void>) {
  let writtenAt = 0;
  let writing: Promise<unknown> = Promise.resolve();
  return {
    note(share: number): void {
      if (performance.now() - writtenAt < progressEveryMs) return;
      writtenAt = performance.now();
      // Progress that cannot be noted is no reason to fail.
      writing = writing.then(() => write(share)).catch(() => {});
    },
    settled: () => writing,
  };
}

async function overviewOf({ store, settings }: BackupDependencies): Promise<BackupOverview> {
  const runs = store.tables<BackupTables>();
  const { folder, at, keep, includesMasterKey, key } = settings;
  const found = await findBackupKey(key).catch(() => undefined);
  const listed = await listIn(settings);
  return {
    target: folder ?? null,
    fault: listed instanceof AppError ? bothSentences(listed.code, listed.details) : null,
    at,
    keep,
    includesMasterKey,
    keyFingerprint: found ? fingerprintOf(found.bytes) : null,
    backups: listed instanceof AppError ? [] : [...listed.summaries],
    damaged: listed instanceof AppError ? [] : [...listed.damaged],
    runs: await listRuns(runs, shownRuns),
    lastVerified: await findLastDone(runs, 'verify'),
  };
}

async function* checkIn(settings: BackupSettings): Checking {
  const listed = await listIn(settings);
  if (listed instanceof AppError) return yield { done: 1, total: 1, faults: [listed.code] };
  if (settings.folder === undefined || listed.summaries.length + listed.damaged.length === 0) return;
  yield* checkBackups(await openTarget(settings, settings.folder, false));
}

const nothing: Listing = { summaries: [], damaged: [] };

/** A folder that holds no backups yet is no fault. */
async function listIn(settings: BackupSettings): Promise<Listing | AppError> {
  if (settings.folder === undefined) return nothing;
  try {
    return await listBackups(await openTarget(settings, settings.folder, false));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return error.code === 'backup-missing' || error.code === 'backup-key-missing' ? nothing : error;
  }
}
