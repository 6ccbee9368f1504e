// What somebody with a session must still do before anything else: derived each time, so that a changed policy or role counts at once.
import type { NextStep } from '../access/access.ts';
import { powersIn, type Role } from '../base/roles.ts';
import type { SignInPolicy } from '../base/sign-in-settings.ts';
import type { SignInMethod } from './tables.ts';

export interface SessionFacts {
  readonly method: SignInMethod;
  readonly password_changed_at: Date | null;
  readonly roles: readonly Role[];
  readonly has_second_factor: boolean;
  /** When one was shown in this session. */
  readonly second_factor_at: Date | null;
}

export function nextStepOf(session: SessionFacts, policy: SignInPolicy, now: Date): NextStep | null {
  if (session.second_factor_at === null) {
    if (session.has_second_factor) return 'second-factor';
    if (isFactorRequired(session.roles, policy)) return 'enrol-second-factor';
  }
  const { method, password_changed_at: changedAt } = session;
  const ageDays = changedAt ? (now.getTime() - changedAt.getTime()) / 86_400_000 : 0;
  return method === 'password' && policy.passwordDays > 0 && ageDays > policy.passwordDays ? 'change-password' : null;
}

/** The holders of the three separated powers must have a second factor; the site may ask it of everybody. */
export function isFactorRequired(roles: readonly Role[], { secondFactor }: SignInPolicy): boolean {
  return secondFactor === 'everybody' || powersIn(roles).length > 0;
}
