// A directory on this machine for tests: a real LDAP server with people who have passwords and groups.
import { type AddressInfo, connect, createServer as listenTcp, type Socket } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import ldapjs from 'ldapjs';
import type { Certificate } from './certificates.ts';

export const ldapBase = 'ou=people,dc=city,dc=gov';
export const ldapService = { dn: 'cn=hengjian,dc=city,dc=gov', password: 'service-secret' } as const;

export interface LdapPerson {
  readonly uid: string;
  readonly id: string;
  readonly password: string;
  readonly name?: string;
  readonly groups?: readonly string[];
  /** As Active Directory has it. */
  readonly objectGUID?: Buffer;
}

export interface TestLdap {
  readonly port: number;
  /** Asked anew at each search. */
  people: LdapPerson[];
  /** What it was asked, for what must not have been. */
  readonly seen: { binds: string[]; filters: string[] };
  close(): Promise<void>;
}

/** What the types of ldapjs do not say. */
interface BindRequest {
  readonly dn: { toString(): string };
  readonly credentials: string;
}
interface SearchRequest {
  readonly sizeLimit: number;
  readonly filter: { matches(entry: Readonly<Record<string, unknown>>): boolean; toString(): string };
}
interface Reply {
  attributes: readonly string[];
  send(entry: { readonly dn: string; readonly attributes: Readonly<Record<string, unknown>> }): void;
  end(): void;
}
type Next = (error?: unknown) => void;

const dnOf = ({ id }: LdapPerson): string => `uid=${id},${ldapBase}`;
const silent = Object.fromEntries(['trace', 'debug', 'info', 'warn', 'error', 'fatal'].map((level) => [level, () => {}]));

/** Speaks ldaps with a certificate, open LDAP without. */
export async function openTestLdap(certificate?: Certificate): Promise<TestLdap> {
  const server = ldapjs.createServer(certificate && { log: silent, certificate: certificate.cert, key: certificate.key });
  const directory: Pick<TestLdap, 'people' | 'seen'> = { people: [], seen: { binds: [], filters: [] } };
  const passwordOf = (dn: string): string | undefined =>
    dn === ldapService.dn ? ldapService.password : directory.people.find((person) => dnOf(person) === dn)?.password;

  server.bind('', ({ dn, credentials }: BindRequest, reply: Reply, next: Next) => {
    const name = dn.toString();
    directory.seen.binds.push(name);
    // As many directories do, it lets in as nobody who shows no password.
    if (credentials !== '' && passwordOf(name) !== credentials) return next(new ldapjs.InvalidCredentialsError());
    reply.end();
    return next();
  });
  server.search('', ({ filter, sizeLimit }: SearchRequest, reply: Reply, next: Next) => {
    directory.seen.filters.push(filter.toString());
    reply.attributes = [];
    const found = directory.people.filter(({ uid }) => filter.matches({ uid: [uid] }));
    for (const person of sizeLimit > 0 ? found.slice(0, sizeLimit) : found) {
      const { uid, id, name = uid, groups = [], objectGUID } = person;
      reply.send({
        dn: dnOf(person),
        attributes: { uid: [uid], cn: [name], entryUUID: [id], memberOf: [...groups], ...(objectGUID ? { objectGUID: [objectGUID] } : {}) },
      });
    }
    reply.end();
    return next();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return Object.assign(directory, {
    port: Number(new URL(server.url.replace(/^ldaps?/, 'http')).port),
    close: () => new Promise<void>((resolve) => void server.close(resolve)),
  });
}

interface Listening {
  readonly port: number;
  close(): Promise<void>;
}

/** In front of an open directory: takes StartTLS (RFC 4511, 4.14), then hands on what comes encrypted; or refuses it. */
export async function openStartTls(directoryPort: number, certificate: Certificate | undefined): Promise<Listening> {
  return listening((socket) => {
    socket.once('data', (asked) => {
      const messageId = asked[4] ?? 0;
      const isStartTls = asked.includes('1.3.6.1.4.1.1466.20037');
      const code = isStartTls && certificate ? 0 : 2;
      socket.write(Buffer.from([0x30, 12, 2, 1, messageId, 0x78, 7, 0x0a, 1, code, 4, 0, 4, 0]));
      if (code !== 0 || !certificate) return;
      const secure = new TLSSocket(socket, { isServer: true, secureContext: createSecureContext(certificate) });
      const behind = connect(directoryPort, '127.0.0.1');
      for (const end of [secure, behind]) end.on('error', () => behind.destroy());
      secure.pipe(behind).pipe(secure);
    });
  });
}

/** Takes connections and never says a word. */
export async function openMuteServer(): Promise<Listening> {
  return listening((socket) => socket.resume());
}

async function listening(serve: (socket: Socket) => void): Promise<Listening> {
  const sockets = new Set<Socket>();
  const server = listenTcp((socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    serve(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => void server.close(() => resolve()));
    },
  };
}
