// What slows guessing down: a growing delay for each name, kept in the database. A name that does not exist is counted like one
// that does. A device that the person used before is counted apart, so that strangers who guess cannot keep the person out.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../base/errors.ts';
import type { SignInDatabase } from './tables.ts';

const freeFailures = 5;
const firstDelaySeconds = 15;
const longestDelaySeconds = 15 * 60;
const forgottenAfterHours = 24;

export function subjectOf(loginName: string, knownDeviceHash: string | undefined): string {
  return createHash('sha256')
    .update(`${knownDeviceHash ?? ''}\n${loginName}`)
    .digest('hex');
}

/**
 * Counts a failure before the password is looked at, so that attempts at the same moment count too; fails while the delay of
 * earlier failures lasts. Returns the number of failures, this one included.
 */
export async function takeAttempt(database: SignInDatabase, subject: string, now: Date): Promise<number> {
  return database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('failed_sign_in')
      .values({ subject, failures: 0, last_at: now })
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .execute();
    const found = await transaction
      .selectFrom('failed_sign_in')
      .select(['failures', 'last_at'])
      .where('subject', '=', subject)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const isForgotten = now.getTime() - found.last_at.getTime() > forgottenAfterHours * 3_600_000;
    const earlier = isForgotten ? 0 : found.failures;
    const waitMs = found.last_at.getTime() + delaySeconds(earlier) * 1000 - now.getTime();
    if (waitMs > 0) throw new AppError('sign-in-delayed', { seconds: Math.ceil(waitMs / 1000) });
    const failures = earlier + 1;
    await transaction.updateTable('failed_sign_in').set({ failures, last_at: now }).where('subject', '=', subject).execute();
    return failures;
  });
}

export async function forgetFailures(database: SignInDatabase, subject: string, now: Date): Promise<void> {
  await database
    .deleteFrom('failed_sign_in')
    .where((where) =>
      where.or([where('subject', '=', subject), sql<boolean>`last_at < ${new Date(now.getTime() - forgottenAfterHours * 3_600_000)}`]),
    )
    .execute();
}

/** 0 for the first failures, then 15 s, 30 s, 60 s ... up to a quarter of an hour. */
function delaySeconds(failures: number): number {
  if (failures < freeFailures) return 0;
  return Math.min(firstDelaySeconds * 2 ** (failures - freeFailures), longestDelaySeconds);
}
