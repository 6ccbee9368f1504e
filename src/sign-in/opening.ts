// Opening a session, however somebody has shown who they are; and putting a failed attempt on record.
import type { NextStep } from '../access/access.ts';
import { AppError } from '../base/errors.ts';
import type { PersonId } from '../base/ids.ts';
import { delaySeconds } from '../base/failure-delay.ts';
import { type CountedAttempt, countRefusal } from './failed-sign-ins.store.ts';
import { changing, type Ground } from './ground.ts';
import { nextStepOf } from './next-step.ts';
import { accountDelayed, type Refusal, sessionOpened, signInRefused } from './records.ts';
import { findSession, forgetEndedSessions, type SessionPlace, startSession } from './sessions.store.ts';
import type { SignInDatabase, SignInMethod } from './tables.ts';
import type { Entry } from '../ledger/ledger.ts';

/** Where a sign-in comes from. */
export interface Attempt {
  readonly place: SessionPlace;
  /** The token of a device that may be known. */
  readonly device: string | undefined;
}

export interface SignedIn {
  readonly token: string;
  readonly nextStep: NextStep | null;
  readonly person: PersonId;
}

export interface Opening {
  /** Whose session it is, with what belongs to it in the same transaction. */
  readonly who: (within: SignInDatabase, note: (entry: Entry) => void) => Promise<PersonId>;
  readonly method: SignInMethod;
  readonly attempt: Attempt;
  /** Failures before it. */
  readonly earlier?: CountedAttempt;
  /** When a second factor was shown on the way, here or at the institution's own sign-in. */
  readonly secondFactorAt?: Date;
}

export async function openSession(ground: Ground, { who, method, attempt, earlier, secondFactorAt }: Opening): Promise<SignedIn> {
  const { database, clock, policy } = ground;
  const now = clock.now();
  await forgetEndedSessions(database, policy, now);
  const { token, person } = await changing(ground, async (transaction, note) => {
    const person = await who(transaction, note);
    const { place } = attempt;
    const started = await startSession(transaction, {
      person,
      method,
      place,
      limits: policy,
      now,
      secondFactorAt: secondFactorAt ?? null,
    });
    note(sessionOpened({ person, session: started.id, method, place, earlier }));
    return { token: started.token, person };
  });
  return { token, person, nextStep: await nextStepWith(ground, token) };
}

/** What is left to be done by whoever holds this token. */
export async function nextStepWith({ database, clock, policy }: Ground, token: string): Promise<NextStep | null> {
  const session = await findSession(database, token, policy, clock.now());
  if (!session) throw new AppError('sign-in-failed');
  return nextStepOf(session, policy, clock.now());
}

/** Of an attempt that is not counted by name. */
export const firstFailure: Refusal['attempt'] = { failures: 1, delayed: 0 };

/** Puts a failed sign-in on record, within bounds, and fails with it; only whoever has shown who they are is told more. */
export async function refuse(ground: Ground, refusal: Refusal, why = new AppError('sign-in-failed')): Promise<never> {
  await changing(ground, async (transaction, note) => {
    const counted = await countRefusal(transaction, ground.clock.now());
    const { failures } = refusal.attempt;
    const seconds = delaySeconds(failures);
    if (!counted.isToRecord) return;
    note(signInRefused(refusal, counted));
    if (seconds > 0 && delaySeconds(failures - 1) === 0) note(accountDelayed(refusal, seconds));
  });
  throw why;
}
