// Identifying a caller, in one place: sign-in shows who it is, roles and policy say what follows from it.
import { AppError } from '../base/errors.ts';
import { rememberBriefly } from '../base/remember-briefly.ts';
import { type Access, type Credentials, type KeyHolder, type SignInPort, soloCaller } from './access.ts';
import { callerOf, permissionsNow } from './caller.ts';
import type { Rights } from './rights.ts';

/** A key that was revoked elsewhere counts no longer than that. */
const knownForMs = 1000;
/** Tokens are what anybody sends: those that are none are not kept, and more keys than this a site does not have. */
const maxKnown = 1000;

export function createAccess({ signIn, rights }: { readonly signIn: SignInPort; readonly rights: Rights }): Access {
  async function identify(credentials: Credentials) {
    const identity = await signIn.recognise(credentials);
    if (!identity) throw new AppError('unauthenticated');
    return identity.by.kind === 'solo' ? soloCaller : callerOf(identity, rights);
  }

  async function lookUp(token: string): Promise<KeyHolder | undefined> {
    const credentials = { session: undefined, bearer: token, isFromThisMachine: false };
    const identity = await signIn.recognise(credentials);
    if (identity?.by.kind !== 'api-key') return undefined;
    const { person, departmentId, by } = identity;
    return { acting: { person, departmentId, by, permissions: permissionsNow(identity) }, caller: () => identify(credentials) };
  }

  return {
    identify,
    holdsDataFolder: (credentials) => signIn.holdsDataFolder(credentials),
    keyHolder: rememberBriefly(lookUp, { forMs: knownForMs, most: maxKnown }),
  };
}
