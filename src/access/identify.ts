// Identifying a caller, in one place: sign-in shows who it is, roles and policy say what follows from it.
import { AppError } from '../base/errors.ts';
import { type Access, type SignInPort, soloCaller } from './access.ts';
import { callerOf } from './caller.ts';
import type { Rights } from './rights.ts';

export function createAccess({ signIn, rights }: { readonly signIn: SignInPort; readonly rights: Rights }): Access {
  return {
    async identify(credentials) {
      const identity = await signIn.recognise(credentials);
      if (!identity) throw new AppError('unauthenticated');
      return identity.by.kind === 'solo' ? soloCaller : callerOf(identity, rights);
    },
    holdsDataFolder: (credentials) => signIn.holdsDataFolder(credentials),
  };
}
