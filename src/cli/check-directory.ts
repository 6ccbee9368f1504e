// What `doctor` finds out about the institution's own directory: whether the map file is right and the directory answers.
import type { Config } from '../base/config.ts';
import { AppError, bothSentences } from '../base/errors.ts';
import { silentLog } from '../base/log.ts';
import { readAuthorities } from '../egress/authorities.ts';
import { createEgress } from '../egress/egress.ts';
import { createDirectory, directoryRules } from '../sign-in/directory/directory.ts';
import { type Finding, finding } from './finding.ts';

export async function checkDirectory({ directory: settings, network }: Config): Promise<Finding[]> {
  if (!settings.ldap && !settings.oidc && settings.mapFile === undefined) return [];
  const { authorityFile, siteNetworks, proxy } = network;
  try {
    const authorities = readAuthorities(authorityFile);
    const rules = directoryRules(settings);
    const egress = createEgress({
      rules: () => rules,
      log: silentLog,
      authorities,
      siteNetworks: () => siteNetworks,
      ...(proxy ? { proxy } : {}),
    });
    try {
      const { ldap, oidc } = createDirectory(settings, { egress, log: silentLog });
      const map = finding('directory-map', 'ok', '目录映射文件有效', 'The map file of the directory is valid');
      return [map, ...(ldap ? [await ldapFound(ldap.probe())] : []), ...(oidc ? [await oidcFound(oidc.probe())] : [])];
    } finally {
      await egress.close();
    }
  } catch (error) {
    return [faultOf('directory-map', error)];
  }
}

function ldapFound(probe: Promise<void>): Promise<Finding> {
  return probe.then(
    () => finding('ldap', 'ok', '单位目录（LDAP）可以登录和查询', 'The LDAP directory lets this service in and can be searched'),
    (error: unknown) => faultOf('ldap', error),
  );
}

function oidcFound(probe: Promise<void>): Promise<Finding> {
  return probe.then(
    () => finding('oidc', 'ok', '单位统一认证（OIDC）可以访问，元数据有效', 'The OIDC issuer answers, and what it says of itself is valid'),
    (error: unknown) => faultOf('oidc', error),
  );
}

function faultOf(check: string, error: unknown): Finding {
  if (!(error instanceof AppError)) throw error;
  const { zh, en } = bothSentences(error.code, error.details);
  return finding(check, 'fault', zh, en);
}
