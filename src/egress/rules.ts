// Which places may be reached, for which purpose. The rules are data, written down where the rooms are joined, readable by an auditor.
import { isIP } from 'node:net';
import { AppError } from '../base/errors.ts';
import { addressKind, holds, networkList } from '../base/address.ts';
import { type Grade, gradeRank } from '../base/grade.ts';

/** In-house: this machine's and this site's own addresses; external: public ones that are not the site's. */
export type Zone = 'in-house' | 'external' | 'either';

export interface EgressRule {
  /** What the call is for; callers name it, logs show it. */
  readonly purpose: string;
  readonly zone: Zone;
  /** Host names or addresses; `*.example.org` is any name below it, `*` any host. */
  readonly hosts: readonly string[];
  /** Ports; without them only the usual one of the scheme. */
  readonly ports?: readonly number[];
  /** Unencrypted connections may be made beyond this machine too. */
  readonly plainText?: true;
  /** Addresses or networks (`10.1.0.0/16`) that may be reached although the zone does not hold them. */
  readonly networks?: readonly string[];
  /** The highest grade of what may be sent. Without it nothing that bears a grade goes out under this rule, and with it nothing else. */
  readonly maxGrade?: Grade;
}

export interface Target {
  readonly scheme: 'http' | 'https' | 'ldap' | 'ldaps' | 'tcp' | 'tls';
  /** Without brackets, in lower case. */
  readonly host: string;
  readonly port: number;
}

const usualPorts: Readonly<Record<Target['scheme'], number | undefined>> = {
  http: 80,
  https: 443,
  ldap: 389,
  ldaps: 636,
  tcp: undefined,
  tls: undefined,
};
export const encryptedSchemes: ReadonlySet<Target['scheme']> = new Set(['https', 'ldaps', 'tls']);

export const denials = {
  address: 'its address is not in the zone of the rule (地址不在规则允许的区域)',
  credentials: 'the address holds a user name or password (地址中带有用户名或口令)',
  grade: 'what would be sent is of a higher grade than may go there (内容级别高于该处可接收的级别)',
  downgrade: 'it redirects from an encrypted to an open connection (从加密连接跳转到明文连接)',
  host: 'no rule names this host (没有规则允许该主机)',
  plain: 'the connection would not be encrypted (连接未加密)',
  port: 'the rule does not name this port (规则未允许该端口)',
  redirects: 'it redirects too often (跳转次数过多)',
  scheme: 'the scheme is not one that is spoken here (不支持的协议)',
} as const;
export type Denial = keyof typeof denials;

export function denied(host: string, denial: Denial): AppError {
  return new AppError('egress-denied', { host, denial, reason: denials[denial] });
}

/** The rule of this purpose under which the target may be reached, before its address is known; fails with `egress-denied`. */
export function ruleFor(rules: readonly EgressRule[], purpose: string, target: Target): EgressRule {
  const named = rules.filter((rule) => rule.purpose === purpose && rule.hosts.some((pattern) => namesHost(pattern, target.host)));
  if (named.length === 0) throw denied(target.host, 'host');
  const rule = named.find(({ ports }) => (ports ? ports.includes(target.port) : target.port === usualPorts[target.scheme]));
  if (!rule) throw denied(target.host, 'port');
  return rule;
}

/** Fails with `egress-denied` unless something of this grade may be sent under the rule; `undefined`: nothing that has one. */
export function requireGrade({ maxGrade }: EgressRule, { host }: Pick<Target, 'host'>, grade: Grade | undefined): void {
  const isAllowed = grade === undefined || maxGrade === undefined ? grade === maxGrade : gradeRank(grade) <= gradeRank(maxGrade);
  if (!isAllowed) throw denied(host, 'grade');
}

/** Whether the rule lets this address of the target be connected to. */
export function allowsAddress(rule: EgressRule, target: Target, address: string, siteNetworks: readonly string[]): Denial | undefined {
  const kind = addressKind(address);
  if (!encryptedSchemes.has(target.scheme) && !rule.plainText && kind !== 'loopback') return 'plain';
  if (rule.networks && holds(networkList(rule.networks), address)) return undefined;
  const isInHouse = kind === 'loopback' || holds(networkList(siteNetworks), address);
  const isInZone = isInHouse ? rule.zone !== 'external' : kind === 'public' && rule.zone !== 'in-house';
  return isInZone ? undefined : 'address';
}

function namesHost(pattern: string, host: string): boolean {
  if (pattern === '*') return true;
  if (pattern.startsWith('*.')) return isIP(host) === 0 && host.endsWith(pattern.slice(1).toLowerCase());
  return pattern.toLowerCase() === host;
}
