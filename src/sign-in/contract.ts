// Showing who one is: signing in and out, one-time links, one's own sessions and password, solo mode.
import { z } from 'zod';
import { operation } from '../base/contract.ts';
import { apiKeyIdSchema, departmentIdSchema, personIdSchema, sessionIdSchema } from '../base/ids.ts';
import { permissions } from '../base/permissions.ts';
import { roleSchema } from '../base/roles.ts';

const nextStepSchema = z.enum(['second-factor', 'enrol-second-factor', 'change-password']).meta({ id: 'NextStep' });

export const loginNameSchema = z
  .string()
  .trim()
  .min(2)
  .max(64)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._@-]*$/u, 'letters, digits, and . _ @ - (字母、汉字、数字和 . _ @ -)');
/** Bounded for the hash only; what a password must be is the policy's matter. */
const passwordSchema = z.string().min(1).max(1024);

/** Scheme and host under which the page is open. */
const originSchema = z
  .url({ protocol: /^https?$/ })
  .refine((text) => new URL(text).origin === text, { message: 'must be an origin (应为网址，不带路径)' });
/** A path of this site: an address from elsewhere must not lead away. Browsers drop tabs and take a backslash for a slash. */
export const ownPathSchema = z
  .string()
  .max(2000)
  .regex(/^\/(?![/\\])[^\x00-\x20\\]*$/, 'must be a path of this site (应为本站路径)');

/** Browsers get a cookie that no script can read; programs ask for the token itself. */
const carrierSchema = z.enum(['cookie', 'token']).default('cookie');
const codeSchema = z.string().trim().min(6).max(40);
const factorStateSchema = z
  .object({
    isOn: z.boolean(),
    /** Whether one's roles require it. */
    isRequired: z.boolean(),
    since: z.iso.datetime().nullable(),
    recoveryCodesLeft: z.number().int(),
  })
  .meta({ id: 'SecondFactor' });

const signedInSchema = z
  .object({
    /** What must be done before anything else; null when signing in is complete. */
    nextStep: nextStepSchema.nullable(),
    /** Only for those who asked to carry it themselves. */
    token: z.string().nullable(),
  })
  .meta({ id: 'SignedIn' });

export const meSchema = z
  .object({
    mode: z.enum(['accounts', 'solo']),
    person: z.object({
      id: personIdSchema,
      loginName: z.string(),
      displayName: z.string(),
      department: z.object({ id: departmentIdSchema, name: z.string() }).nullable(),
      roles: z.array(roleSchema),
      /** Whose name, roles and password the institution's directory keeps. */
      isOfDirectory: z.boolean(),
    }),
    permissions: z.array(z.enum(permissions)),
    nextStep: nextStepSchema.nullable(),
  })
  .meta({ id: 'Me' });
export type Me = z.infer<typeof meSchema>;

export const sessionSchema = z
  .object({
    id: sessionIdSchema,
    isThisOne: z.boolean(),
    method: z.enum(['password', 'link', 'oidc', 'ldap']),
    address: z.string(),
    device: z.string(),
    startedAt: z.iso.datetime(),
    seenAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
  })
  .meta({ id: 'Session' });
export type Session = z.infer<typeof sessionSchema>;

export const oneTimeLinkSchema = z.object({
  /** Path and fragment; the token stands in the fragment, which browsers do not send to servers. */
  path: z.string(),
  expiresAt: z.iso.datetime(),
});
const firstLinkSchema = oneTimeLinkSchema.extend({ loginName: z.string(), roles: z.array(roleSchema) }).meta({ id: 'FirstLink' });
export type FirstLink = z.infer<typeof firstLinkSchema>;

const apiKeySchema = z
  .object({
    id: apiKeyIdSchema,
    name: z.string(),
    /** The only one that it may ask. */
    scenario: z.string(),
    /** It sees what this department may see, up to the grade of the scenario; without one, what is public. */
    department: z.string().nullable(),
    createdBy: z.string(),
    createdAt: z.iso.datetime(),
    expiresAt: z.iso.datetime(),
    /** To the hour. */
    usedAt: z.iso.datetime().nullable(),
    state: z.enum(['valid', 'expired', 'revoked']),
  })
  .meta({ id: 'ApiKey' });
export type ApiKey = z.infer<typeof apiKeySchema>;

export const operations = {
  getSignIn: operation({
    id: 'getSignIn',
    method: 'GET',
    path: '/api/sign-in',
    permission: 'anybody',
    summary: 'How one can sign in here',
    input: z.object({}),
    output: z.object({
      mode: z.enum(['undecided', 'accounts', 'solo']),
      /** Whether the sender is; asked before anything that fails for who is not. */
      isSignedIn: z.boolean(),
      /** Whether names and passwords of the institution's directory are taken too. */
      takesDirectoryNames: z.boolean(),
      /** Whether the institution's own sign-in may be used. */
      offersOidc: z.boolean(),
    }),
  }),
  signIn: operation({
    id: 'signIn',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/sign-in',
    permission: 'anybody',
    summary: 'Signs in with login name and password',
    input: z.object({ loginName: z.string().min(1).max(200), password: passwordSchema, carrier: carrierSchema }),
    output: signedInSchema,
  }),
  signOut: operation({
    id: 'signOut',
    method: 'POST',
    path: '/api/sign-out',
    permission: 'session',
    summary: 'Ends this session',
    input: z.object({ origin: originSchema.optional() }),
    output: z.object({
      /** Where the browser signs out as well, if it signed in there. */
      continueAt: z.url().nullable(),
    }),
  }),
  startOidc: operation({
    id: 'startOidc',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/sign-in/oidc',
    permission: 'anybody',
    summary: "Begins a sign-in at the institution's own page; the reply says where to send the browser",
    input: z.object({ origin: originSchema, destination: ownPathSchema.default('/') }),
    output: z.object({ url: z.url() }),
  }),
  finishOidc: operation({
    id: 'finishOidc',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/sign-in/oidc/finish',
    permission: 'anybody',
    summary: "Signs in with what the browser brought back from the institution's own page; once",
    input: z.object({
      origin: originSchema,
      /** What stands behind the question mark of the address that it came back to. */
      query: z.string().max(4096),
    }),
    output: signedInSchema.extend({ destination: ownPathSchema }),
  }),
  readLink: operation({
    id: 'readLink',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/links/read',
    permission: 'anybody',
    summary: 'Whose account a one-time link opens; does not spend it',
    input: z.object({ token: z.string().max(200) }),
    output: z.object({
      loginName: z.string(),
      displayName: z.string(),
      roles: z.array(roleSchema),
      /** Of an account that nobody has used yet. */
      choosesName: z.boolean(),
      /** Whether it may also be spent on solo mode. */
      allowsSolo: z.boolean(),
      passwordLength: z.number().int(),
    }),
  }),
  spendLink: operation({
    id: 'spendLink',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/links/spend',
    permission: 'anybody',
    summary: 'Chooses the password of the account of a one-time link, and signs in',
    input: z.object({
      token: z.string().max(200),
      /** Ignored once the account has been used. */
      loginName: loginNameSchema.optional(),
      displayName: z.string().trim().min(1).max(100).optional(),
      password: passwordSchema,
      carrier: carrierSchema,
    }),
    output: signedInSchema,
  }),
  enterSolo: operation({
    id: 'enterSolo',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/solo/enter',
    permission: 'anybody',
    summary: 'Spends the first one-time link on solo mode: one person, this machine only, no sign-in',
    input: z.object({ token: z.string().max(200) }),
    output: z.object({}),
  }),
  leaveSolo: operation({
    id: 'leaveSolo',
    method: 'POST',
    path: '/api/solo/leave',
    permission: 'signed-in',
    summary: 'Leaves solo mode for good; the reply holds the links of the first accounts',
    input: z.object({}),
    output: z.object({ links: z.array(firstLinkSchema) }),
  }),
  createFirstLinks: operation({
    id: 'createFirstLinks',
    method: 'POST',
    path: '/api/links/first',
    permission: 'data-folder',
    summary: 'New one-time links for first accounts that nobody has used yet',
    input: z.object({}),
    output: z.object({ mode: z.enum(['undecided', 'accounts', 'solo']), links: z.array(firstLinkSchema) }),
  }),
  getMe: operation({
    id: 'getMe',
    method: 'GET',
    path: '/api/me',
    permission: 'session',
    summary: 'Who is signed in, and what they may do',
    input: z.object({}),
    output: meSchema,
  }),
  changePassword: operation({
    id: 'changePassword',
    limit: 'sign-in',
    method: 'PUT',
    path: '/api/me/password',
    permission: 'signed-in',
    summary: 'Changes one’s password and ends one’s other sessions',
    input: z.object({ present: passwordSchema, next: passwordSchema, carrier: carrierSchema }),
    output: signedInSchema,
  }),
  showSecondFactor: operation({
    id: 'showSecondFactor',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/sign-in/second-factor',
    permission: 'session',
    summary: 'Completes a sign-in with a code of the authenticator, or with a recovery code, which works once',
    input: z.object({ code: codeSchema, isRecoveryCode: z.boolean().default(false), carrier: carrierSchema }),
    output: signedInSchema,
  }),
  getSecondFactor: operation({
    id: 'getSecondFactor',
    method: 'GET',
    path: '/api/me/second-factor',
    permission: 'signed-in',
    summary: 'Whether one has a second factor, and must have one',
    input: z.object({}),
    output: factorStateSchema,
  }),
  beginSecondFactor: operation({
    id: 'beginSecondFactor',
    method: 'POST',
    path: '/api/me/second-factor',
    permission: 'signed-in',
    summary: 'A new secret for one’s authenticator; it counts once a code of it was shown',
    input: z.object({}),
    output: z.object({
      /** Base 32, to be typed where a picture cannot be taken. */
      secret: z.string(),
      /** What the picture says (otpauth). */
      uri: z.string(),
    }),
  }),
  confirmSecondFactor: operation({
    id: 'confirmSecondFactor',
    limit: 'sign-in',
    method: 'PUT',
    path: '/api/me/second-factor',
    permission: 'signed-in',
    summary: 'Turns the second factor on with its first code; the reply holds the recovery codes, shown once',
    input: z.object({ code: codeSchema, carrier: carrierSchema }),
    output: signedInSchema.extend({ recoveryCodes: z.array(z.string()) }),
  }),
  renewRecoveryCodes: operation({
    id: 'renewRecoveryCodes',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/me/second-factor/recovery-codes',
    permission: 'signed-in',
    summary: 'New recovery codes, shown once; earlier ones are worth nothing any more',
    input: z.object({ code: codeSchema }),
    output: z.object({ recoveryCodes: z.array(z.string()) }),
  }),
  turnOffSecondFactor: operation({
    id: 'turnOffSecondFactor',
    limit: 'sign-in',
    method: 'POST',
    path: '/api/me/second-factor/off',
    permission: 'signed-in',
    summary: 'Turns the second factor off; refused to the holders of the three separated powers',
    input: z.object({
      /** Not asked of accounts of the directory, which have none here. */
      password: passwordSchema.optional(),
      code: codeSchema,
    }),
    output: z.object({}),
  }),
  listApiKeys: operation({
    id: 'listApiKeys',
    method: 'GET',
    path: '/api/api-keys',
    permission: 'api-keys.read',
    summary: 'API keys, newest first; never the tokens',
    input: z.object({}),
    output: z.object({ keys: z.array(apiKeySchema) }),
  }),
  createApiKey: operation({
    id: 'createApiKey',
    method: 'POST',
    path: '/api/api-keys',
    permission: 'api-keys.manage',
    summary: 'Make an API key for one scenario and one department; the reply holds its token, shown once',
    input: z.object({
      scenario: z.string().min(1).max(100),
      /** By name, `市政府/市民政局` where several have it. */
      department: z.string().trim().min(1).max(300).optional(),
      /** What it is for, e.g. the system that asks. */
      name: z.string().trim().min(1).max(100).optional(),
      days: z.coerce.number().int().min(1).max(366).default(90),
    }),
    output: z.object({ key: apiKeySchema, token: z.string() }),
  }),
  revokeApiKey: operation({
    id: 'revokeApiKey',
    method: 'POST',
    path: '/api/api-keys/:keyId/revoke',
    permission: 'api-keys.manage',
    summary: 'End an API key at once and for good',
    input: z.object({ keyId: apiKeyIdSchema }),
    output: z.object({ key: apiKeySchema }),
  }),
  listSessions: operation({
    id: 'listSessions',
    method: 'GET',
    path: '/api/me/sessions',
    permission: 'signed-in',
    summary: 'Where one is signed in',
    input: z.object({}),
    output: z.object({ sessions: z.array(sessionSchema) }),
  }),
  endSession: operation({
    id: 'endSession',
    method: 'DELETE',
    path: '/api/me/sessions/:sessionId',
    permission: 'signed-in',
    summary: 'Ends one of one’s sessions',
    input: z.object({ sessionId: sessionIdSchema }),
    output: z.object({ ended: z.number().int() }),
  }),
  endOtherSessions: operation({
    id: 'endOtherSessions',
    method: 'DELETE',
    path: '/api/me/sessions',
    permission: 'signed-in',
    summary: 'Ends all of one’s sessions but this one',
    input: z.object({}),
    output: z.object({ ended: z.number().int() }),
  }),
};
