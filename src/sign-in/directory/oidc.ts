// The institution's own sign-in (OpenID Connect) as this site speaks to it: authorisation code with PKCE. The issuer's origin is
// the only place that is called or sent to.
import {
  allowInsecureRequests,
  AuthorizationResponseError,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  buildEndSessionUrl,
  calculatePKCECodeChallenge,
  type ClientAuth,
  ClientError,
  ClientSecretBasic,
  ClientSecretPost,
  type Configuration,
  customFetch,
  type CustomFetch,
  discovery,
  enableNonRepudiationChecks,
  fetchUserInfo,
  ResponseBodyError,
  WWWAuthenticateChallengeError,
} from 'openid-client';
import { z } from 'zod';
import { AppError } from '../../base/errors.ts';
import type { Log } from '../../base/log.ts';
import type { OidcSettings } from '../../base/oidc-settings.ts';
import { type Egress, type EgressRule, placeAt } from '../../egress/egress.ts';
import type { AttemptSecrets } from './oidc-attempts.store.ts';
import { secretIn, unavailable } from './secret-file.ts';
import type { Vouched } from './vouched.ts';

const purpose = 'directory-oidc';
const timeoutSeconds = 10;
const maxBytes = 1024 * 1024;
/** Its endpoints and the secret are looked up anew after that. */
const knownMs = 10 * 60_000;

export interface Oidc {
  /** Where the browser signs in; `callback` is where it comes back to. */
  authorizationUrl(secrets: AttemptSecrets, callback: string): Promise<string>;
  /** Who came back; fails with `oidc-failed` when the issuer does not confirm it, and with `directory-unavailable` when it cannot. */
  whoCame(backAt: URL, secrets: AttemptSecrets): Promise<Vouched>;
  /** Where a browser signs out; nothing when the issuer has no such place. */
  endSessionUrl(backTo: string): Promise<string | undefined>;
  /** Fails unless the issuer answers and says where it does what. */
  probe(): Promise<void>;
}

export function oidcRule({ issuer }: OidcSettings): EgressRule {
  return { purpose, zone: 'either', ...placeAt(issuer) };
}

export function createOidc(settings: OidcSettings, { egress, log }: { readonly egress: Egress; readonly log: Log }): Oidc {
  const { issuer, clientId } = settings;
  let known: { readonly issuer: Configuration; readonly until: number } | undefined;

  const throughEgress: CustomFetch = async (url, { method, headers, body, signal }) =>
    egress.fetch(purpose, url, {
      method,
      headers,
      body: body instanceof URLSearchParams ? body : null,
      signal: signal ?? null,
      redirect: 'manual',
      maxBytes,
    });

  const learn = async (): Promise<Configuration> => {
    const secret = await secretIn(settings.secretFile, 'HENGJIAN_OIDC_CLIENT_SECRET_FILE');
    const learnt = await discovery(issuer, clientId, undefined, authenticationWith(secret), {
      [customFetch]: throughEgress,
      timeout: timeoutSeconds,
      // Signatures are checked although tokens come straight from the issuer.
      execute: [enableNonRepudiationChecks, ...(issuer.protocol === 'http:' ? [allowInsecureRequests] : [])],
    });
    requireOwnEndpoints(learnt, issuer);
    return learnt;
  };

  /** What the issuer says of itself, asked when it is needed. */
  const atIssuer = async (): Promise<Configuration> => {
    if (known && known.until > performance.now()) return known.issuer;
    try {
      known = { issuer: await learn(), until: performance.now() + knownMs };
      return known.issuer;
    } catch (error) {
      throw networkFault(error) ?? unavailable(codeOf(error), error);
    }
  };

  /** What the issuer wrote stays out of the log. */
  const notConfirmed = (error: unknown): AppError => {
    const code = error instanceof ResponseBodyError || error instanceof AuthorizationResponseError ? error.error : codeOf(error);
    // This site is set up wrongly there: nothing that the person could do better.
    if (error instanceof WWWAuthenticateChallengeError) return unavailable(`HTTP ${error.status}`, error);
    if (error instanceof ResponseBodyError && code !== 'invalid_grant') return unavailable(code, error);
    log.warn('oidc-failed', { cause: code });
    return new AppError('oidc-failed', {}, { cause: error });
  };

  return {
    async authorizationUrl({ state, nonce, verifier }, callback) {
      const challenge = { code_challenge: await calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' };
      return buildAuthorizationUrl(await atIssuer(), { redirect_uri: callback, scope: settings.scope, state, nonce, ...challenge }).href;
    },

    async whoCame(backAt, { state, nonce, verifier }) {
      const configuration = await atIssuer();
      try {
        const checks = { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true };
        const tokens = await authorizationCodeGrant(configuration, backAt, checks);
        const proven = tokens.claims();
        if (!proven) throw new TypeError('no ID token');
        const hasMore = configuration.serverMetadata().userinfo_endpoint !== undefined;
        const more = hasMore ? await fetchUserInfo(configuration, tokens.access_token, proven.sub) : {};
        return vouchedFor({ ...more, ...proven }, settings);
      } catch (error) {
        throw networkFault(error) ?? notConfirmed(error);
      }
    },

    async endSessionUrl(backTo) {
      const configuration = await atIssuer();
      if (configuration.serverMetadata().end_session_endpoint === undefined) return undefined;
      return buildEndSessionUrl(configuration, { post_logout_redirect_uri: backTo }).href;
    },

    async probe() {
      known = undefined;
      await atIssuer();
    },
  };
}

/** As the issuer takes it; in the header unless it says otherwise (OpenID Connect Core 1.0, 9). */
function authenticationWith(secret: string): ClientAuth {
  const [inHeader, inBody] = [ClientSecretBasic(secret), ClientSecretPost(secret)];
  return (server, ...rest) => {
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
    return (methods.includes('client_secret_basic') ? inHeader : inBody)(server, ...rest);
  };
}

const endpoints = ['authorization_endpoint', 'token_endpoint', 'jwks_uri', 'userinfo_endpoint', 'end_session_endpoint'] as const;

function requireOwnEndpoints(configuration: Configuration, issuer: URL): void {
  const metadata = configuration.serverMetadata();
  for (const name of endpoints) {
    const url = metadata[name];
    if (url !== undefined && new URL(url).origin !== issuer.origin) throw unavailable(`${name}: not at the issuer (不在认证系统的地址上)`);
  }
}

/** The issuer's own texts, of which only what is needed is looked at. */
const textSchema = z.string().optional().catch(undefined);
const groupsSchema = z.union([z.array(z.string()), z.string().transform((group) => [group])]).catch([]);

function vouchedFor(claims: Readonly<Record<string, unknown>>, { claims: names }: OidcSettings): Vouched {
  const { iss, sub } = z.object({ iss: z.string(), sub: z.string().min(1) }).parse(claims);
  return {
    method: 'oidc',
    issuer: iss,
    subject: sub,
    loginName: textSchema.parse(claims[names.name]) ?? sub,
    displayName: textSchema.parse(claims[names.displayName]),
    groups: groupsSchema.parse(claims[names.groups]),
  };
}

function codeOf(error: unknown): string {
  return error instanceof ClientError ? (error.code ?? error.name) : 'not understood';
}

/** A failure on the way there, which says nothing about the person. */
function networkFault(error: unknown): AppError | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof AppError) {
      const isOnTheWay = cause.code === 'egress-failed' || cause.code === 'egress-denied';
      return isOnTheWay ? unavailable(String(cause.details['cause'] ?? cause.details['denial']), error) : cause;
    }
    if (cause.name === 'TimeoutError') return unavailable('timeout', error);
  }
  return undefined;
}
