// A real OpenLDAP server (slapd) for a test: a process, a folder and ports of its own, with TLS, groups that know their members the other
// way round, and a policy that locks.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'ldapts';
import { type Authority, createAuthority } from './certificates.ts';
import { until } from './until.ts';

const program = '/usr/sbin/slapd';
export const isSlapdInstalled = existsSync(program) && existsSync('/etc/ldap/schema/inetorgperson.schema');

const suffix = 'dc=city,dc=gov';
export const slapdBase = `ou=people,${suffix}`;
export const slapdService = { dn: `cn=hengjian,${suffix}`, password: 'service-secret' } as const;
const administrator = { dn: `cn=admin,${suffix}`, password: 'admin-secret' } as const;
/** After so many wrong passwords the server itself locks the entry. */
export const slapdLocksAfter = 3;

export interface Slapd {
  readonly url: string;
  readonly securePort: number;
  readonly authority: Authority;
  addPerson(uid: string, name: string, password: string): Promise<string>;
  /** Members are DNs of people or of groups. */
  addGroup(name: string, members: readonly string[]): Promise<string>;
  rename(dn: string, uid: string): Promise<void>;
  /** Ends the process; what was written stays for the next start. */
  halt(): Promise<void>;
  start(): Promise<void>;
  close(): Promise<void>;
}

/** `passwordHash`: how the server keeps passwords; as it comes it uses a salted SHA-1. */
export async function openSlapd(passwordHash: '{SSHA}' | '{ARGON2}' = '{SSHA}'): Promise<Slapd> {
  const folder = await mkdtemp(join(tmpdir(), 'hengjian-slapd-'));
  const authority = createAuthority();
  const [port, securePort] = [await freePort(), await freePort()];
  const url = `ldap://127.0.0.1:${port}`;
  await mkdir(join(folder, 'database'));
  await writeFile(join(folder, 'slapd.conf'), configuration(folder, authority, passwordHash));
  let stop: (() => Promise<void>) | undefined;

  const administer = async (work: (client: Client) => Promise<void>): Promise<void> => {
    const client = new Client({ url });
    await client.bind(administrator.dn, administrator.password);
    try {
      await work(client);
    } finally {
      await client.unbind();
    }
  };
  const start = async (): Promise<void> => {
    const listenAt = `${url} ldaps://127.0.0.1:${securePort}`;
    const child = spawn(program, ['-d', '0', '-f', join(folder, 'slapd.conf'), '-h', listenAt], { stdio: ['ignore', 'ignore', 'pipe'] });
    const end = (): boolean => child.kill('SIGKILL');
    process.once('exit', end);
    const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
    let complaint = '';
    child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
    stop = async () => {
      process.off('exit', end);
      child.kill('SIGTERM');
      await ended;
    };
    await until('slapd answers', () => {
      if (child.exitCode !== null) throw new Error(`slapd ended: ${complaint}`);
      return administer(async () => {}).then(
        () => true,
        () => undefined,
      );
    });
  };
  await start();
  await administer(async (client) => {
    await client.add(suffix, { objectClass: ['dcObject', 'organization'], dc: 'city', o: 'city' });
    for (const unit of ['people', 'groups']) await client.add(`ou=${unit},${suffix}`, { objectClass: 'organizationalUnit', ou: unit });
    await client.add(slapdService.dn, {
      objectClass: ['organizationalRole', 'simpleSecurityObject'],
      cn: 'hengjian',
      userPassword: slapdService.password,
    });
    await client.add(`cn=policy,${suffix}`, {
      objectClass: ['organizationalRole', 'pwdPolicy'],
      cn: 'policy',
      pwdAttribute: 'userPassword',
      pwdLockout: 'TRUE',
      pwdMaxFailure: String(slapdLocksAfter),
    });
  });
  return {
    url,
    securePort,
    authority,
    start,
    async addPerson(uid, name, password) {
      const dn = `uid=${uid},${slapdBase}`;
      await administer((client) => client.add(dn, { objectClass: 'inetOrgPerson', uid, cn: name, sn: name, userPassword: password }));
      return dn;
    },
    async addGroup(name, members) {
      const dn = `cn=${name},ou=groups,${suffix}`;
      await administer((client) => client.add(dn, { objectClass: 'groupOfNames', cn: name, member: [...members] }));
      return dn;
    },
    rename: (dn, uid) => administer((client) => client.modifyDN(dn, `uid=${uid}`)),
    async halt() {
      await stop?.();
      stop = undefined;
    },
    async close() {
      await stop?.();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function configuration(folder: string, authority: Authority, passwordHash: string): string {
  const { certFile, keyFile } = authority.issue('IP:127.0.0.1');
  return `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload ppolicy
moduleload argon2
password-hash ${passwordHash}
pidfile ${join(folder, 'slapd.pid')}
TLSCACertificateFile ${authority.file}
TLSCertificateFile ${certFile}
TLSCertificateKeyFile ${keyFile}
database mdb
maxsize 10485760
suffix "${suffix}"
rootdn "${administrator.dn}"
rootpw ${administrator.password}
directory ${join(folder, 'database')}
overlay memberof
overlay ppolicy
ppolicy_default "cn=policy,${suffix}"
ppolicy_hash_cleartext
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="${slapdService.dn}" read by anonymous auth by * none
`.trimStart();
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
