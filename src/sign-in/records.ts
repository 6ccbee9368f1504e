// What signing in puts on record. Names that strangers type, addresses and devices are personal texts: the record holds a
// commitment to them, and they can be erased.
import type { PersonId, SessionId } from '../base/ids.ts';
import type { Entry } from '../ledger/ledger.ts';
import type { CountedAttempt, CountedRefusal } from './failed-sign-ins.store.ts';
import type { SessionPlace } from './sessions.store.ts';
import type { SignInMethod } from './tables.ts';

const longestName = 64;

const byPerson = (person: PersonId) => ({ actor: { kind: 'person', id: person }, subject: { kind: 'person', id: person } }) as const;
const bySystem = (id: string) => ({ kind: 'system', id }) as const;
const textsOf = ({ address, device }: SessionPlace): Entry['personal'] => ({ address, ...(device === '' ? {} : { device }) });

export interface SessionOpening {
  readonly person: PersonId;
  readonly session: SessionId;
  readonly method: SignInMethod;
  readonly place: SessionPlace;
  /** Failures before it, when there were any. */
  readonly earlier?: CountedAttempt | undefined;
}

export function sessionOpened({ person, session, method, place, earlier }: SessionOpening): Entry {
  const before = earlier && earlier.failures > 1 ? { failuresBefore: earlier.failures - 1, delayedBefore: earlier.delayed } : {};
  return { action: 'session-opened', ...byPerson(person), details: { method, session, ...before }, personal: textsOf(place) };
}

/** A sign-in that failed: at the password, the second factor, or elsewhere. */
export interface Refusal {
  readonly method: SignInMethod | 'second-factor';
  /** As it was typed, if any was. */
  readonly name: string | undefined;
  /** Whose name it is, if anybody's. */
  readonly person: PersonId | undefined;
  readonly place: SessionPlace;
  readonly attempt: Pick<CountedAttempt, 'failures' | 'delayed'>;
}

export function signInRefused({ method, name, person, place, attempt }: Refusal, { inHour }: CountedRefusal): Entry {
  const { failures, delayed } = attempt;
  return {
    action: 'session-refused',
    actor: { kind: 'unknown', id: 'web' },
    subject: person === undefined ? null : { kind: 'person', id: person },
    outcome: 'refused',
    details: { method, failures, delayed, inHour },
    personal: { ...(name === undefined ? {} : { name: Array.from(name).slice(0, longestName).join('') }), ...textsOf(place) },
  };
}

/** From this failure on there is a delay. */
export function accountDelayed({ person, method, attempt }: Refusal, seconds: number): Entry {
  return {
    action: 'account-locked',
    actor: bySystem('sign-in'),
    subject: person === undefined ? null : { kind: 'person', id: person },
    details: { method, failures: attempt.failures, seconds },
  };
}

/** `closed`: by the person's own signing out. `revoked`: ended from elsewhere, or by a change that ends them. */
export function sessionsEnded(how: 'closed' | 'revoked', by: Entry['actor'], person: PersonId, count: number, why: string): Entry {
  return { action: `session-${how}`, actor: by, subject: { kind: 'person', id: person }, details: { count, why } };
}

/** An account made at the first sign-in of somebody for whom the directory vouches. */
export function personProvisioned(person: PersonId, method: 'oidc' | 'ldap'): Entry {
  return { action: 'person-provisioned', actor: bySystem('directory'), subject: { kind: 'person', id: person }, details: { method } };
}

/** What the directory decided anew on an account. */
export function directoryChanged(person: PersonId, action: 'roles-changed' | 'person-changed', details: Entry['details']): Entry {
  return { action, actor: bySystem('directory'), subject: { kind: 'person', id: person }, details };
}

export function passwordChanged(person: PersonId, how: 'link' | 'password'): Entry {
  return { action: 'password-changed', ...byPerson(person), details: { how } };
}

export function linkSpent(person: PersonId, on: 'account' | 'solo-mode'): Entry {
  return { action: 'link-spent', ...byPerson(person), details: { on } };
}

export function linkCreated(by: Entry['actor'], person: PersonId, expiresAt: Date): Entry {
  return { action: 'link-created', actor: by, subject: { kind: 'person', id: person }, details: { expiresAt: expiresAt.toISOString() } };
}

export function factorShown(person: PersonId, how: 'code' | 'recovery-code', recoveryCodesLeft: number): Entry {
  return { action: 'second-factor-shown', ...byPerson(person), details: { how, recoveryCodesLeft } };
}

export function factorChanged(by: Entry['actor'], person: PersonId, to: 'on' | 'off' | 'codes-renewed'): Entry {
  return { action: 'second-factor-changed', actor: by, subject: { kind: 'person', id: person }, details: { to } };
}

export function soloMode(change: 'entered' | 'left', by: Entry['actor']): Entry {
  return { action: `solo-mode-${change}`, actor: by, subject: { kind: 'site', id: 'mode' } };
}
