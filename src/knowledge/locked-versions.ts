// Versions that are read only with a password. The one that an editor gives is kept sealed with the version, under the same keys as the
// original that it opens, since that is read more than once: again after a crash, for text recognition, when its reading is asked for
// again. One that did not open it is forgotten at once, and all are gone when the version goes.
import { AppError } from '../base/errors.ts';
import { delaySeconds } from '../base/failure-delay.ts';
import type { DocumentId } from '../base/ids.ts';
import type { Jobs } from '../store/jobs.ts';
import { runWithin } from '../store/store.ts';
import { type Changing, entryOf, latestVersionOf } from './change-document.ts';
import { versionSchema } from './contract.ts';
import { asksForPassword } from './password-contract.ts';
import type { Writer } from './place-document.ts';
import type { ReadOutcome } from './reading/reading.ts';
import { readingQueue } from './receive.ts';

type Rejected = Extract<ReadOutcome, { kind: 'rejected' }>;

/** What a rejection comes to in the library: some wait for a password, or for another. */
export function asideAs({ reason, format }: Rejected, isPasswordGiven: boolean) {
  if (reason === 'wrong-password') return { state: 'locked', reason, format } as const;
  if (reason !== 'encrypted') return { state: 'rejected', reason, format } as const;
  return isPasswordGiven
    ? ({ state: 'rejected', reason: 'lock-unknown', format } as const)
    : ({ state: 'locked', reason, format } as const);
}

interface PasswordTried {
  readonly isGiven: boolean;
  /** Before this one. */
  readonly failures: number;
  readonly now: Date;
}

/** What is kept of the password that a version was read with, by what came of it. */
export function passwordAfter(outcome: ReadOutcome, { isGiven, failures, now }: PasswordTried) {
  if (!isGiven) return {};
  const isWrong =
    outcome.kind === 'rejected'
      ? outcome.reason === 'wrong-password'
      : (outcome.enclosed ?? []).some((one) => one.kind === 'rejected' && one.reason === 'wrong-password');
  if (isWrong) return { password: null, password_failures: failures + 1, password_failed_at: now };
  const isOfNoUse = outcome.kind === 'rejected' && outcome.reason === 'encrypted';
  return { ...(isOfNoUse ? { password: null } : {}), password_failures: 0, password_failed_at: null };
}

export type PasswordKept = ReturnType<typeof passwordAfter>;

/** Queues the newest version to be read with this password. */
export async function givePassword(
  { library, sealed, ledger }: Changing,
  jobs: Jobs,
  writer: Writer,
  { id, password, now }: { readonly id: DocumentId; readonly password: string; readonly now: Date },
): Promise<void> {
  await library.transaction().execute(async (transaction) => {
    const version = await transaction
      .selectFrom('document_version')
      .select(['id', 'state', 'cleaning', 'password_failures', 'password_failed_at'])
      .where('id', '=', latestVersionOf(transaction, id))
      .forUpdate()
      .executeTakeFirstOrThrow();
    const { id: versionId, state, password_failures: failures, password_failed_at: failedAt } = version;
    const cleaning = versionSchema.shape.cleaning.parse(sealed.version.openCleaning(versionId, version.cleaning));
    if (state === 'queued' || state === 'reading') throw conflict('文件正在读取，请等读完再试 it is being read: wait until that is over');
    if (!asksForPassword({ state, cleaning })) throw conflict('文件不在等待密码 it does not wait for a password');
    // A failure that lies ahead is from before the clock went back.
    const sinceMs = failedAt ? Math.max(0, now.getTime() - failedAt.getTime()) : 0;
    const waitMs = failedAt ? delaySeconds(failures) * 1000 - sinceMs : 0;
    if (waitMs > 0) throw new AppError('document-password-delayed', { seconds: Math.ceil(waitMs / 1000) });
    await transaction
      .updateTable('document_version')
      .set({ state: 'queued', reason: null, progress: 0, password: sealed.version.sealPassword(versionId, password) })
      .where('id', '=', versionId)
      .execute();
    await jobs.enqueue(readingQueue, versionId, runWithin(transaction));
    await ledger.appendWithin(transaction, { ...entryOf('document-password-given', writer, id), details: { version: versionId } });
  });
}

const conflict = (fault: string): AppError => new AppError('conflict', { fault });
