// Signing in at the institution's own sign-in: the browser is sent there with what only this attempt can know, and what it
// brings back is looked at once.
import { isLoopbackHost } from '../../base/address.ts';
import { AppError } from '../../base/errors.ts';
import type { Ground } from '../ground.ts';
import { type Attempt, firstFailure, refuse, type SignedIn } from '../opening.ts';
import type { DirectoryAccounts } from './directory-accounts.ts';
import { beginAttempt, secretsOf, spendAttempt } from './oidc-attempts.store.ts';
import type { Oidc } from './oidc.ts';
import type { Vouched } from './vouched.ts';

/** Of the page that takes up what the browser brings back. */
const callbackPath = '/sign-in/callback';

interface Parts {
  readonly oidc: Oidc | undefined;
  readonly accounts: DirectoryAccounts;
  /** Under which people open the pages, besides the loopback names of this machine. */
  readonly origins: readonly string[];
}

export interface Returned {
  /** In the browser's cookie. */
  readonly token: string | undefined;
  readonly origin: string;
  /** What stands behind the question mark of the address that it came back to. */
  readonly query: string;
}

export function createOidcSignIn(ground: Ground, { oidc, accounts, origins }: Parts) {
  const { database, clock } = ground;

  const requireOidc = (): Oidc => {
    if (!oidc) throw new AppError('not-found', { what: 'OIDC 统一认证' });
    return oidc;
  };
  const ownAddress = (origin: string, path: string): URL => {
    const { hostname } = new URL(origin);
    if (!origins.includes(origin) && !isLoopbackHost(hostname)) throw new AppError('foreign-origin');
    return new URL(path, origin);
  };
  const whoCame = async (token: string | undefined, backAt: URL): Promise<{ vouched: Vouched; destination: string }> => {
    const destination = token === undefined ? undefined : await spendAttempt(database, token, clock.now());
    if (token === undefined || destination === undefined) throw new AppError('oidc-failed');
    return { vouched: await requireOidc().whoCame(backAt, secretsOf(token)), destination };
  };

  return {
    isOffered: oidc !== undefined,

    /** Where to send the browser, and the token that it keeps meanwhile. */
    async start(origin: string, destination: string): Promise<{ url: string; token: string }> {
      const callback = ownAddress(origin, callbackPath).href;
      const token = await beginAttempt(database, destination, clock.now());
      return { url: await requireOidc().authorizationUrl(secretsOf(token), callback), token };
    },

    async finish({ token, origin, query }: Returned, attempt: Attempt): Promise<SignedIn & { destination: string }> {
      const backAt = ownAddress(origin, callbackPath);
      backAt.search = query;
      const { vouched, destination } = await whoCame(token, backAt).catch((error: unknown) => {
        if (!(error instanceof AppError) || error.code !== 'oidc-failed') throw error;
        const place = { place: attempt.place, attempt: firstFailure };
        return refuse(ground, { method: 'oidc', name: undefined, person: undefined, ...place }, error);
      });
      return { ...(await accounts.signIn(vouched, attempt)), destination };
    },

    /** Where a browser signs out there too; being signed out here does not depend on it. */
    async endSessionUrl(origin: string): Promise<string | undefined> {
      try {
        return await oidc?.endSessionUrl(ownAddress(origin, '/sign-in').href);
      } catch (error) {
        // Why it could not be reached is in the log of egress.
        if (error instanceof AppError) return undefined;
        throw error;
      }
    },
  };
}
