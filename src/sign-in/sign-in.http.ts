// The operations of signing in, bound to their face: this is where tokens become cookies.
import { actorOf, type Caller } from '../access/access.ts';
import { openRoute, type RequestContext, type Route, route, type Visit } from '../access/route.ts';
import { AppError } from '../base/errors.ts';
import type { SessionId } from '../base/ids.ts';
import { operations } from './contract.ts';
import { deviceName } from './device-name.ts';
import { attemptSeconds } from './directory/oidc-attempts.store.ts';
import type { Attempt, SignedIn, SignIn } from './sign-in.ts';
import { newToken } from './token.ts';

/** Chromium keeps no cookie longer. */
const deviceSeconds = 400 * 24 * 3600;

export function signInRoutes(signIn: SignIn): Route[] {
  const { oidc, secondFactor, apiKeys } = signIn;
  const carry = async (visit: Visit, carrier: 'cookie' | 'token', { token, nextStep, person }: SignedIn) => {
    if (carrier === 'token') return { nextStep, token };
    visit.cookies.set('session', token);
    const device = visit.cookies.get('device') ?? newToken('hjd_');
    await signIn.rememberDevice(device, person);
    visit.cookies.set('device', device, deviceSeconds);
    return { nextStep, token: null };
  };
  return [
    openRoute(operations.getSignIn, async (_, { cookies, isFromThisMachine }) => ({
      mode: await signIn.mode(),
      isSignedIn: (await signIn.recognise({ session: cookies.get('session'), bearer: undefined, isFromThisMachine })) !== undefined,
      takesDirectoryNames: signIn.takesDirectoryNames,
      offersOidc: oidc.isOffered,
    })),
    openRoute(operations.signIn, async ({ loginName, password, carrier }, visit) =>
      carry(visit, carrier, await signIn.signIn(loginName, password, attemptOf(visit))),
    ),
    openRoute(operations.startOidc, async ({ origin, destination }, { cookies }) => {
      const { url, token } = await oidc.start(origin, destination);
      cookies.set('oidc', token, attemptSeconds);
      return { url };
    }),
    openRoute(operations.finishOidc, async (returned, visit) => {
      const token = visit.cookies.get('oidc');
      visit.cookies.drop('oidc');
      const { destination, ...signedIn } = await oidc.finish({ ...returned, token }, attemptOf(visit));
      return { ...(await carry(visit, 'cookie', signedIn)), destination };
    }),
    route(operations.signOut, async ({ origin }, { caller, cookies }) => {
      const sessionId = sessionOf(caller);
      const continueAt = sessionId && (await signIn.signOut(caller.person, sessionId, origin));
      cookies.drop('session');
      return { continueAt: continueAt ?? null };
    }),
    openRoute(operations.readLink, ({ token }, { isFromThisMachine }) => signIn.readLink(token, isFromThisMachine)),
    openRoute(operations.spendLink, async ({ token, carrier, ...chosen }, visit) =>
      carry(visit, carrier, await signIn.spendLink(token, chosen, attemptOf(visit))),
    ),
    openRoute(operations.enterSolo, async ({ token }, { isFromThisMachine }) => {
      await signIn.enterSolo(token, isFromThisMachine);
      return {};
    }),
    route(operations.leaveSolo, async () => ({ links: await signIn.leaveSolo() })),
    openRoute(operations.createFirstLinks, async () => ({ links: await signIn.firstLinks(), mode: await signIn.mode() })),
    route(operations.getMe, async (_, { caller }) => ({
      mode: caller.by.kind === 'solo' ? ('solo' as const) : ('accounts' as const),
      person: { ...(await signIn.describe(caller.person)), roles: [...caller.roles] },
      permissions: [...caller.permissions],
      nextStep: caller.by.kind === 'session' ? caller.by.nextStep : null,
    })),
    route(operations.changePassword, async ({ present, next, carrier }, context) => {
      const signedIn = await signIn.changePassword(holderOf(context), present, next);
      return carry(context, carrier, signedIn);
    }),
    route(operations.showSecondFactor, async ({ carrier, ...shown }, context) =>
      carry(context, carrier, await secondFactor.show(holderOf(context), shown)),
    ),
    route(operations.getSecondFactor, (_, context) => secondFactor.state(context.caller.person)),
    route(operations.beginSecondFactor, (_, context) => secondFactor.begin(holderOf(context).person)),
    route(operations.confirmSecondFactor, async ({ code, carrier }, context) => {
      const { recoveryCodes, ...signedIn } = await secondFactor.confirm(holderOf(context), code);
      return { ...(await carry(context, carrier, signedIn)), recoveryCodes };
    }),
    route(operations.renewRecoveryCodes, async ({ code }, context) => ({
      recoveryCodes: await secondFactor.renewCodes(holderOf(context), code),
    })),
    route(operations.turnOffSecondFactor, async ({ password, code }, context) => {
      await secondFactor.turnOff(holderOf(context), password, code);
      return {};
    }),
    route(operations.listApiKeys, async () => ({ keys: await apiKeys.list() })),
    route(operations.createApiKey, ({ name, department, ...wish }, { caller }) => apiKeys.create(caller, { ...wish, name, department })),
    route(operations.revokeApiKey, async ({ keyId }, { caller }) => ({ key: await apiKeys.revoke(caller, keyId) })),
    route(operations.listSessions, async (_, { caller }) => ({ sessions: await signIn.sessions(caller.person, sessionOf(caller)) })),
    route(operations.endSession, async ({ sessionId }, { caller }) => ({
      ended: await signIn.endSessions(actorOf(caller), caller.person, { only: sessionId }),
    })),
    route(operations.endOtherSessions, async (_, { caller }) => ({
      ended: await signIn.endSessions(actorOf(caller), caller.person, { except: sessionOf(caller) }),
    })),
  ];
}

function placeOf({ address, userAgent }: Visit): Attempt['place'] {
  return { address, device: deviceName(userAgent) };
}

function attemptOf(visit: Visit): Attempt {
  return { place: placeOf(visit), device: visit.cookies.get('device') };
}

/** Whoever holds this session, where they are. */
function holderOf(context: RequestContext) {
  return { person: context.caller.person, sessionId: requireSession(context.caller), place: placeOf(context) };
}

function sessionOf({ by }: Caller): SessionId | undefined {
  return by.kind === 'session' ? by.sessionId : undefined;
}

function requireSession(caller: Caller): SessionId {
  const sessionId = sessionOf(caller);
  if (!sessionId) throw new AppError('permission-denied');
  return sessionId;
}
