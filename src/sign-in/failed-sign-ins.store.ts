// What slows guessing down: a growing delay for each name, kept in the database. A name that does not exist is counted like one
// that does. A device that the person used before is counted apart, so that strangers who guess cannot keep the person out.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { AppError } from '../base/errors.ts';
import { delaySeconds } from '../base/failure-delay.ts';
import type { SignInDatabase } from './tables.ts';

const forgottenAfterHours = 24;

/** What is counted, by hash. */
export type Subject = string & { readonly brand: 'Subject' };

export function subjectOf(name: string, knownDeviceHash: string | undefined): Subject {
  return createHash('sha256')
    .update(`${knownDeviceHash ?? ''}\n${name}`)
    .digest('hex') as Subject;
}

/** An attempt that may be looked at. It counts as failed until it is forgotten. */
export interface CountedAttempt {
  readonly subject: Subject;
  /** This one included. */
  readonly failures: number;
  /** Attempts that were turned away unread since the last one that was looked at. */
  readonly delayed: number;
}

/**
 * Counts a failure before the secret is looked at, so that attempts at the same moment count too; fails while the delay of
 * earlier failures lasts.
 */
export async function takeAttempt(database: SignInDatabase, subject: Subject, now: Date): Promise<CountedAttempt> {
  const { waitMs, ...attempt } = await database.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('failed_sign_in')
      .values({ subject, failures: 0, last_at: now })
      .onConflict((conflict) => conflict.column('subject').doNothing())
      .execute();
    const found = await transaction
      .selectFrom('failed_sign_in')
      .select(['failures', 'last_at', 'delayed'])
      .where('subject', '=', subject)
      .forUpdate()
      .executeTakeFirstOrThrow();
    // A failure that lies ahead is from before the clock went back: it counts as of now, so that nobody waits for the clock to catch up.
    const sinceMs = Math.max(0, now.getTime() - found.last_at.getTime());
    const earlier = sinceMs > forgottenAfterHours * 3_600_000 ? 0 : found.failures;
    const wait = delaySeconds(earlier) * 1000 - sinceMs;
    const lastAt = new Date(Math.min(found.last_at.getTime(), now.getTime()));
    const set = wait > 0 ? { delayed: found.delayed + 1, last_at: lastAt } : { failures: earlier + 1, last_at: now, delayed: 0 };
    await transaction.updateTable('failed_sign_in').set(set).where('subject', '=', subject).execute();
    return { waitMs: wait, failures: earlier + 1, delayed: found.delayed };
  });
  if (waitMs > 0) throw new AppError('sign-in-delayed', { seconds: Math.ceil(waitMs / 1000) });
  return { subject, ...attempt };
}

/** Nobody could look at it: then it was no failure. */
export async function giveBackAttempt(database: SignInDatabase, { subject }: CountedAttempt): Promise<void> {
  await database
    .updateTable('failed_sign_in')
    .set({ failures: sql<number>`greatest(failures - 1, 0)` })
    .where('subject', '=', subject)
    .execute();
}

export async function forgetFailures(database: SignInDatabase, subject: Subject, now: Date): Promise<void> {
  await database
    .deleteFrom('failed_sign_in')
    .where((where) =>
      where.or([where('subject', '=', subject), sql<boolean>`last_at < ${new Date(now.getTime() - forgottenAfterHours * 3_600_000)}`]),
    )
    .execute();
}

const recordedOneByOne = 100;
const windowMs = 3_600_000;

/** A failure among those of the hour, counted over the whole site. */
export interface CountedRefusal {
  readonly inHour: number;
  /** The first hundred of an hour, then each time the number has doubled: whoever tries many names cannot fill the ledger. */
  readonly isToRecord: boolean;
}

/** Counts a failed sign-in among those of the hour. */
export async function countRefusal(database: SignInDatabase, now: Date): Promise<CountedRefusal> {
  const fresh = sql<boolean>`(refused_sign_ins.began_at <= ${new Date(now.getTime() - windowMs)} or refused_sign_ins.began_at > ${now})`;
  const { refused: inHour } = await database
    .insertInto('refused_sign_ins')
    .values({ began_at: now, refused: 1 })
    .onConflict((conflict) =>
      conflict.column('only_row').doUpdateSet({
        began_at: sql<Date>`case when ${fresh} then ${now}::timestamptz else refused_sign_ins.began_at end`,
        refused: sql<number>`case when ${fresh} then 1 else refused_sign_ins.refused + 1 end`,
      }),
    )
    .returning('refused')
    .executeTakeFirstOrThrow();
  const doublings = Math.log2(inHour / recordedOneByOne);
  return { inHour, isToRecord: inHour <= recordedOneByOne || Number.isInteger(doublings) };
}
