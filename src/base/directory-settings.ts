// Settings of signing in with the institution's own directory.
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from './address.ts';
import { oidcFaults, type OidcSettings, oidcSettings, oidcShape } from './oidc-settings.ts';

export const directoryShape = {
  HENGJIAN_DIRECTORY_MAP: z
    .string()
    .optional()
    .describe(
      "JSON file that says which groups of the institution's directory get which roles and department; without it everybody is staff",
    ),
  HENGJIAN_DIRECTORY_POWERS: z
    .enum(['none', 'mapped'])
    .default('none')
    .describe('Whether the directory may give the three separated powers: never, or as the map file says'),
  HENGJIAN_LDAP_URL: z
    .url({ protocol: /^ldaps?$/ })
    .optional()
    .describe('LDAP directory whose people may sign in, ldaps://host[:port]; ldap:// needs HENGJIAN_LDAP_STARTTLS beyond this machine'),
  HENGJIAN_LDAP_STARTTLS: z.enum(['on', 'off']).default('off').describe('Encrypt an ldap:// connection before anything is said on it'),
  HENGJIAN_LDAP_NAME: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/, 'must be ASCII without spaces (应为不含空格的 ASCII 字符)')
    .optional()
    .describe('Name under which accounts are linked to this LDAP directory, for good; by default its URL'),
  HENGJIAN_LDAP_BIND_DN: z.string().min(1).optional().describe('DN of the account with which people are looked up in the LDAP directory'),
  HENGJIAN_LDAP_PASSWORD_FILE: z.string().min(1).optional().describe('File that holds the password of HENGJIAN_LDAP_BIND_DN'),
  HENGJIAN_LDAP_BASE: z.string().min(1).optional().describe('DN below which people are looked up'),
  HENGJIAN_LDAP_FILTER: z
    .string()
    .regex(/^\(.*\{name\}.*\)$/, 'must be a filter that holds {name} (应为含有 {name} 的过滤式)')
    .default('(uid={name})')
    .describe('Filter that finds a person by what is typed; Active Directory: (sAMAccountName={name})'),
  HENGJIAN_LDAP_ID: attribute('entryUUID').describe('Attribute that never changes for a person; Active Directory: objectGUID'),
  HENGJIAN_LDAP_DISPLAY_NAME: attribute('cn').describe("Attribute with a person's name; Active Directory: displayName"),
  HENGJIAN_LDAP_GROUPS: attribute('memberOf').describe('Attribute with the groups of a person'),
  ...oidcShape,
};
type Settings = z.output<z.ZodObject<typeof directoryShape>>;

export interface LdapSettings {
  /** Under which accounts are linked. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  /** `loopback`: open, on this machine only. */
  readonly protection: 'ldaps' | 'starttls' | 'loopback';
  readonly bindDn: string;
  readonly passwordFile: string;
  readonly base: string;
  readonly filter: string;
  readonly attributes: { readonly id: string; readonly displayName: string; readonly groups: string };
}

export interface DirectorySettings {
  readonly mapFile?: string;
  readonly mayGivePowers: boolean;
  readonly ldap?: LdapSettings;
  readonly oidc?: OidcSettings;
}

export function directorySettings(settings: Settings): DirectorySettings {
  const ldap = ldapSettings(settings);
  const oidc = oidcSettings(settings);
  return {
    ...(settings.HENGJIAN_DIRECTORY_MAP ? { mapFile: resolve(settings.HENGJIAN_DIRECTORY_MAP) } : {}),
    mayGivePowers: settings.HENGJIAN_DIRECTORY_POWERS === 'mapped',
    ...(ldap ? { ldap } : {}),
    ...(oidc ? { oidc } : {}),
  };
}

/** What single settings cannot say: which of them need each other. */
export function directoryFaults(settings: Settings): readonly string[] {
  return [...ldapFaults(settings), ...oidcFaults(settings)];
}

function ldapFaults(settings: Settings): readonly string[] {
  const url = settings.HENGJIAN_LDAP_URL;
  if (url === undefined) return [];
  const missing = (['HENGJIAN_LDAP_BIND_DN', 'HENGJIAN_LDAP_PASSWORD_FILE', 'HENGJIAN_LDAP_BASE'] as const).filter(
    (name) => !settings[name],
  );
  const { protocol, username, pathname, search } = new URL(url);
  return [
    ...missing.map((name) => `${name}: needed beside HENGJIAN_LDAP_URL (设置了 HENGJIAN_LDAP_URL 就须给出)`),
    ...(username !== '' || !['', '/'].includes(pathname) || search !== ''
      ? ['HENGJIAN_LDAP_URL: only host and port stand in it (只写主机和端口)']
      : []),
    ...(protocol === 'ldap:' && settings.HENGJIAN_LDAP_STARTTLS === 'off' && !isLoopbackHost(hostOf(url))
      ? [
          'HENGJIAN_LDAP_URL: use ldaps://, or set HENGJIAN_LDAP_STARTTLS=on: passwords do not leave this machine unencrypted (请用 ldaps://，或设置 HENGJIAN_LDAP_STARTTLS=on：密码不得明文传出本机)',
        ]
      : []),
  ];
}

function ldapSettings(settings: Settings): LdapSettings | undefined {
  const { HENGJIAN_LDAP_URL: url, HENGJIAN_LDAP_BIND_DN: bindDn, HENGJIAN_LDAP_BASE: base } = settings;
  if (url === undefined || bindDn === undefined || base === undefined || settings.HENGJIAN_LDAP_PASSWORD_FILE === undefined)
    return undefined;
  const isEncrypted = new URL(url).protocol === 'ldaps:';
  return {
    name: settings.HENGJIAN_LDAP_NAME ?? url.replace(/\/$/, ''),
    host: hostOf(url),
    port: Number(new URL(url).port || (isEncrypted ? 636 : 389)),
    protection: isEncrypted ? 'ldaps' : settings.HENGJIAN_LDAP_STARTTLS === 'on' ? 'starttls' : 'loopback',
    bindDn,
    passwordFile: resolve(settings.HENGJIAN_LDAP_PASSWORD_FILE),
    base,
    filter: settings.HENGJIAN_LDAP_FILTER,
    attributes: { id: settings.HENGJIAN_LDAP_ID, displayName: settings.HENGJIAN_LDAP_DISPLAY_NAME, groups: settings.HENGJIAN_LDAP_GROUPS },
  };
}

/** Without brackets, in lower case. */
function hostOf(url: string): string {
  return new URL(url).hostname.replace(/^\[|\]$/g, '').toLowerCase();
}

function attribute(usual: string) {
  return z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9.;-]*$/, 'must be the name of an attribute (应为属性名)')
    .default(usual);
}
