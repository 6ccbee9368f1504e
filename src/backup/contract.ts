// What the outside may ask of backups: which there are, make one, verify one.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { backupIdSchema } from '../base/ids.ts';

const count = z.number().int().nonnegative();

const backupReasonSchema = z.enum(['scheduled', 'by-hand', 'before-upgrade']);

export const backupSummarySchema = z
  .object({
    id: backupIdSchema,
    /** The moment of whose data it is. */
    takenAt: z.iso.datetime(),
    reason: backupReasonSchema,
    productVersion: z.string(),
    migration: z.string(),
    rows: count,
    files: count,
    /** Of rows and files before compression. */
    contentBytes: count,
    /** What it added to the target. */
    newBytes: count,
  })
  .meta({ id: 'BackupSummary' });
export type BackupSummary = z.infer<typeof backupSummarySchema>;

/** What restoring a backup aside showed. `faults` name tables, files or the answer that are not as in the backup. */
export const verificationSchema = z
  .object({
    backupId: backupIdSchema,
    takenAt: z.iso.datetime(),
    tables: count,
    rows: count,
    files: count,
    /**
     * The newest recorded question was asked again: answered in the `same` words, or `otherwise`, as the library or the program has
     * changed since; `none`: nothing was answered yet.
     */
    answer: z.enum(['same', 'otherwise', 'none']),
    faults: z.array(z.string()),
    seconds: z.number(),
  })
  .meta({ id: 'BackupVerification' });
export type Verification = z.infer<typeof verificationSchema>;

export const backupRunSchema = z
  .object({
    id: backupIdSchema,
    work: z.enum(['take', 'verify']),
    reason: backupReasonSchema,
    backupId: backupIdSchema,
    target: z.string(),
    state: z.enum(['queued', 'running', 'done', 'failed']),
    progress: z.number(),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
    summary: backupSummarySchema.nullable(),
    verification: verificationSchema.nullable(),
    failure: z.object({ zh: z.string(), en: z.string() }).nullable(),
  })
  .meta({ id: 'BackupRun' });
export type BackupRun = z.infer<typeof backupRunSchema>;

const keepSchema = z.object({ daily: count, weekly: count, monthly: count });

export const operations = {
  listBackups: operation({
    id: 'listBackups',
    method: 'GET',
    path: '/api/backups',
    permission: 'backups.manage',
    summary: 'Backups in the backup folder, newest first, with what was last made and verified',
    input: z.object({}),
    output: z.object({
      /** Null: no backup folder is set. */
      target: z.string().nullable(),
      /** Why the folder cannot be read now, if so. */
      fault: z.object({ zh: z.string(), en: z.string() }).nullable(),
      /** China time of the daily backup, HH:MM. */
      at: z.string(),
      keep: keepSchema,
      /** Whether the master key travels in backups; if not, a restore needs it besides the backup key. */
      includesMasterKey: z.boolean(),
      keyFingerprint: z.string().nullable(),
      backups: z.array(backupSummarySchema),
      /** Ids of backups whose summary cannot be read; a rehearsal shows whether the rest of them is whole. */
      damaged: z.array(backupIdSchema),
      runs: z.array(backupRunSchema),
      lastVerified: backupRunSchema.nullable(),
    }),
  }),
  takeBackup: operation({
    id: 'takeBackup',
    method: 'POST',
    path: '/api/backups',
    permission: 'backups.manage',
    summary: 'Make a backup now, in the background',
    input: z.object({
      /** A folder of the server in place of the one that is set. */
      to: z.string().min(1).max(1000).optional(),
      reason: z.enum(['by-hand', 'before-upgrade']).default('by-hand'),
    }),
    output: z.object({ run: backupRunSchema }),
  }),
  verifyBackup: operation({
    id: 'verifyBackup',
    method: 'POST',
    path: '/api/backups/:backupId/verification',
    permission: 'backups.manage',
    summary: 'Restore a backup aside, compare everything, ask a question, in the background',
    input: z.object({ backupId: backupIdSchema }),
    output: z.object({ run: backupRunSchema }),
  }),
  recordRehearsal: operation({
    id: 'recordRehearsal',
    method: 'POST',
    path: '/api/backup-rehearsals',
    permission: 'data-folder',
    summary: 'Put on record what restoring a backup of this site by the command line showed',
    input: z.object({
      /** The folder that keeps the backup. */
      target: z.string().min(1).max(1000),
      verification: verificationSchema,
    }),
    output: z.object({ run: backupRunSchema }),
  }),
  getBackupRun: operation({
    id: 'getBackupRun',
    method: 'GET',
    path: '/api/backup-runs/:runId',
    permission: 'backups.manage',
    summary: 'How far the making or verifying of a backup is',
    input: z.object({ runId: backupIdSchema }),
    output: z.object({ run: backupRunSchema }),
  }),
};
