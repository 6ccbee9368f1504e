// What somebody with a session must still do before anything else: derived each time, so that a changed policy or role counts at once.
import type { NextStep } from '../access/access.ts';
import type { SignInPolicy } from '../base/sign-in-settings.ts';
import type { SignInMethod } from './tables.ts';

export interface SessionFacts {
  readonly method: SignInMethod;
  readonly password_changed_at: Date | null;
}

export function nextStepOf({ method, password_changed_at }: SessionFacts, { passwordDays }: SignInPolicy, now: Date): NextStep | null {
  const ageDays = password_changed_at ? (now.getTime() - password_changed_at.getTime()) / 86_400_000 : 0;
  return method === 'password' && passwordDays > 0 && ageDays > passwordDays ? 'change-password' : null;
}
