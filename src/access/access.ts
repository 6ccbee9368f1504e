// Who is asking and what they may do and see. Sign-in shows who it is, this room what follows from it. A site in solo mode has
// one person, reachable over loopback only, who owns everything; the scope is passed to every query all the same.
import { AppError } from '../base/errors.ts';
import type { AnswerBoxId, ApiKeyId, DepartmentId, PersonId, SessionId } from '../base/ids.ts';
import { type Permission, permissions } from '../base/permissions.ts';
import type { Role } from '../base/roles.ts';
import type { Entry } from '../ledger/ledger.ts';
import { firstPersonId } from './people.ts';
import type { Scope, Writing } from './scope.ts';

/** How a caller showed who they are. */
export type IdentifiedBy =
  | { readonly kind: 'solo' }
  | { readonly kind: 'session'; readonly sessionId: SessionId; readonly nextStep: NextStep | null }
  | { readonly kind: 'api-key'; readonly keyId: ApiKeyId; readonly scenario: string }
  /** Nobody is shown: whoever came through an answer box on the page of somebody else. */
  | { readonly kind: 'answer-box'; readonly boxId: AnswerBoxId };

/** What a signed-in person must still do before anything else. */
export type NextStep = 'second-factor' | 'enrol-second-factor' | 'change-password';

/** Who a caller is, as sign-in found it. */
export interface Identity {
  readonly person: PersonId;
  readonly departmentId: DepartmentId | null;
  readonly roles: ReadonlySet<Role>;
  readonly by: IdentifiedBy;
}

export interface Caller extends Identity {
  readonly permissions: ReadonlySet<Permission>;
  /** What may be read. */
  readonly scope: Scope;
  readonly writing: Writing;
}

/** What a request brings along to show who sends it. */
export interface Credentials {
  /** The token in the session cookie. */
  readonly session: string | undefined;
  /** What follows `Bearer` in the header: a session of the command line, an API key, or the key of the data folder. */
  readonly bearer: string | undefined;
  /** The connection begins on this very machine. */
  readonly isFromThisMachine: boolean;
}

/** What sign-in does for this room. */
export interface SignInPort {
  recognise(credentials: Credentials): Promise<Identity | undefined>;
  /** Whether the sender can read the data folder of this machine. */
  holdsDataFolder(credentials: Credentials): boolean;
}

/** Who acts and what they may do, without what they may see. */
export type Acting = Pick<Caller, 'person' | 'departmentId' | 'by' | 'permissions'>;

/** Who holds an API key. */
export interface KeyHolder {
  readonly acting: Acting;
  /** With what the key may see, as of now. */
  caller(): Promise<Caller>;
}

export interface Access {
  /** Nothing where the token is no key that counts; known for up to a second, so that many requests cost one look. */
  keyHolder(token: string): Promise<KeyHolder | undefined>;
  /** Fails when nobody is shown: the door knows no anonymous caller. */
  identify(credentials: Credentials): Promise<Caller>;
  holdsDataFolder(credentials: Credentials): boolean;
}

/** The one person of a site in solo mode; also who works on a store of their own, such as a batch on a test set. */
export const soloCaller: Caller = {
  person: firstPersonId,
  departmentId: null,
  roles: new Set(),
  permissions: new Set(permissions),
  scope: 'all',
  writing: { scope: 'all', allows: () => true },
  by: { kind: 'solo' },
};

/** The caller as the one who acts, for the ledger. */
export function actorOf({ person, by }: Pick<Caller, 'person' | 'by'>): Entry['actor'] {
  if (by.kind === 'api-key') return { kind: 'api-key', id: by.keyId };
  return by.kind === 'answer-box' ? { kind: 'answer-box', id: by.boxId } : { kind: 'person', id: person };
}

/**
 * Fails unless the caller may do what an operation requires; `session` and `signed-in` are what a person, not a key, may do with their
 * own account: the former while the second factor is still to be shown, the latter not before.
 */
export function authorise(caller: Acting, requirement: Permission | 'session' | 'signed-in'): void {
  if (mayDo(caller, requirement)) return;
  if (caller.by.kind === 'session' && caller.by.nextStep) throw new AppError('next-step-needed', nextStepWords[caller.by.nextStep]);
  throw new AppError('permission-denied', { permission: requirement });
}

function mayDo({ by, permissions: held }: Acting, requirement: Permission | 'session' | 'signed-in'): boolean {
  if (requirement !== 'session' && requirement !== 'signed-in') return held.has(requirement);
  if (by.kind === 'api-key' || by.kind === 'answer-box') return false;
  return requirement === 'session' || by.kind !== 'session' || by.nextStep !== 'second-factor';
}

const nextStepWords: Readonly<Record<NextStep, { stepZh: string; stepEn: string }>> = {
  'second-factor': { stepZh: '输入动态验证码', stepEn: 'enter the code of your authenticator' },
  'enrol-second-factor': { stepZh: '您的角色要求启用动态验证码', stepEn: 'your role requires a second factor; set it up' },
  'change-password': { stepZh: '密码已到期，请更换', stepEn: 'the password is too old; change it' },
};
