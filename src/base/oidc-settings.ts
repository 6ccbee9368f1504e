// Settings of the institution's own sign-in (OpenID Connect).
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from './address.ts';

export const oidcShape = {
  HENGJIAN_OIDC_ISSUER: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe("Issuer of the institution's own sign-in (OpenID Connect); https, except on this machine"),
  HENGJIAN_OIDC_CLIENT_ID: z.string().min(1).optional().describe('What this site is called at the issuer'),
  HENGJIAN_OIDC_CLIENT_SECRET_FILE: z.string().min(1).optional().describe('File that holds the secret of HENGJIAN_OIDC_CLIENT_ID'),
  HENGJIAN_OIDC_SCOPE: z
    .string()
    .regex(/^openid( \S+)*$/, 'must begin with openid (须以 openid 开头)')
    .default('openid profile')
    .describe('What is asked of the issuer, separated by spaces'),
  HENGJIAN_OIDC_NAME: claim('preferred_username').describe('Claim with the login name of a person'),
  HENGJIAN_OIDC_DISPLAY_NAME: claim('name').describe("Claim with a person's name"),
  HENGJIAN_OIDC_GROUPS: claim('groups').describe('Claim with the groups of a person'),
};
type Settings = z.output<z.ZodObject<typeof oidcShape>>;

export interface OidcSettings {
  readonly issuer: URL;
  readonly clientId: string;
  readonly secretFile: string;
  readonly scope: string;
  readonly claims: { readonly name: string; readonly displayName: string; readonly groups: string };
}

/** What single settings cannot say: which of them need each other. */
export function oidcFaults(settings: Settings): readonly string[] {
  const { HENGJIAN_OIDC_ISSUER: issuer } = settings;
  if (issuer === undefined) return [];
  const { protocol, hostname, username, search, hash } = new URL(issuer);
  const needed = ['HENGJIAN_OIDC_CLIENT_ID', 'HENGJIAN_OIDC_CLIENT_SECRET_FILE'] as const;
  return [
    ...needed
      .filter((name) => settings[name] === undefined)
      .map((name) => `${name}: needed beside HENGJIAN_OIDC_ISSUER (设置了 HENGJIAN_OIDC_ISSUER 就须给出)`),
    ...(protocol === 'http:' && !isLoopbackHost(hostname) ? ['HENGJIAN_OIDC_ISSUER: must be https (须为 https)'] : []),
    ...(username || search || hash ? ['HENGJIAN_OIDC_ISSUER: only host and path stand in it (只写主机和路径)'] : []),
  ];
}

export function oidcSettings(settings: Settings): OidcSettings | undefined {
  const { HENGJIAN_OIDC_ISSUER: issuer, HENGJIAN_OIDC_CLIENT_ID: clientId, HENGJIAN_OIDC_CLIENT_SECRET_FILE: secretFile } = settings;
  if (issuer === undefined || clientId === undefined || secretFile === undefined) return undefined;
  return {
    issuer: new URL(issuer),
    clientId,
    secretFile: resolve(secretFile),
    scope: settings.HENGJIAN_OIDC_SCOPE,
    claims: {
      name: settings.HENGJIAN_OIDC_NAME,
      displayName: settings.HENGJIAN_OIDC_DISPLAY_NAME,
      groups: settings.HENGJIAN_OIDC_GROUPS,
    },
  };
}

function claim(usual: string) {
  return z.string().min(1).default(usual);
}
