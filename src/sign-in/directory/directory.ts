// The institution's own directory as this site is set up to use it; whoever joins the rooms makes it.
import type { DirectorySettings } from '../../base/directory-settings.ts';
import type { Log } from '../../base/log.ts';
import type { Egress, EgressRule } from '../../egress/egress.ts';
import { type DirectoryMap, readDirectoryMap } from './directory-map.ts';
import { createOidc, type Oidc, oidcRule } from './oidc.ts';
import { createLdap, type Ldap, ldapRule } from './ldap.ts';

/** Longer than a directory takes nearly always, and no burden to whoever mistyped. */
const refusedAfterMs = 300;

export interface Directory {
  readonly map: DirectoryMap;
  /** Nobody is refused sooner: only for a name that it knows does a directory hash the password, which takes it time. */
  readonly refusedAfterMs: number;
  readonly ldap: Ldap | undefined;
  readonly oidc: Oidc | undefined;
}

/** Fails with a sentence when the map file is not right. */
export function createDirectory(settings: DirectorySettings, dependencies: { readonly egress: Egress; readonly log: Log }): Directory {
  return {
    map: readDirectoryMap(settings.mapFile, settings.mayGivePowers),
    refusedAfterMs,
    ldap: settings.ldap && createLdap(settings.ldap, dependencies),
    oidc: settings.oidc && createOidc(settings.oidc, dependencies),
  };
}

/** Who must be reached for it. */
export function directoryRules({ ldap, oidc }: DirectorySettings): readonly EgressRule[] {
  return [...(ldap ? [ldapRule(ldap)] : []), ...(oidc ? [oidcRule(oidc)] : [])];
}
