// Asking an LDAP directory whether a name and a password belong together: the person is looked up with the account of this
// service, exactly one entry must be found, and then the password must open that entry.
import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { Client, type Entry, escapeFilter, FilterParser, ResultCodeError } from 'ldapts';
import type { LdapSettings } from '../../base/directory-settings.ts';
import { AppError, systemCode } from '../../base/errors.ts';
import type { Egress, EgressRule } from '../../egress/egress.ts';
import type { Log } from '../../base/log.ts';
import { secretIn, unavailable } from './secret-file.ts';
import type { Vouched } from './vouched.ts';

const purpose = 'directory-ldap';
const stepMs = 5_000;

export interface Ldap {
  /** Who it is; nothing when there is no such person or the password is wrong. Fails when the directory cannot say. */
  authenticate(name: string, password: string): Promise<Vouched | undefined>;
  /** Fails unless the directory can be asked. */
  probe(): Promise<void>;
}

/** The directory and nothing else; open connections are for StartTLS, which comes before anything is said. */
export function ldapRule({ host, port, protection }: LdapSettings): EgressRule {
  return { purpose, zone: 'either', hosts: [host], ports: [port], ...(protection === 'starttls' ? { plainText: true } : {}) };
}

export function createLdap(settings: LdapSettings, { egress, log }: { readonly egress: Egress; readonly log: Log }): Ldap {
  const { host, port, protection, base, attributes } = settings;
  requireFilter(settings);
  const target = { scheme: protection === 'ldaps' ? 'ldaps' : 'ldap', host, port } as const;

  /** A connection on which this service has shown who it is, closed afterwards. */
  const withService = async <Result>(work: (client: Client) => Promise<Result>): Promise<Result> => {
    let socket: Socket | undefined;
    try {
      const password = await secretIn(settings.passwordFile, 'HENGJIAN_LDAP_PASSWORD_FILE');
      socket = await egress.connect(purpose, target);
      const client = await clientOn(socket);
      await client.bind(settings.bindDn, password);
      const result = await work(client);
      await client.unbind();
      return result;
    } catch (error) {
      if (error instanceof AppError && error.code !== 'egress-failed') throw error;
      throw unavailable(causeOf(error), error);
    } finally {
      socket?.destroy();
    }
  };

  /** On a socket that is connected and, for ldaps, encrypted and verified already. */
  const clientOn = async (socket: Socket): Promise<Client> => {
    const url = `ldap://${host.includes(':') ? `[${host}]` : host}:${port}`;
    const client = new Client({ url, timeout: stepMs, connectTimeout: stepMs, createConnection: () => socket });
    if (protection !== 'starttls') return client;
    const { servername, authorities: ca } = await egress.resolve(purpose, target);
    const late = setTimeout(() => socket.destroy(new Error('StartTLS took too long')), stepMs);
    await client.startTLS({ servername, ca: [...ca], rejectUnauthorized: true, minVersion: 'TLSv1.2' }).finally(() => clearTimeout(late));
    return client;
  };

  const find = async (client: Client, name: string): Promise<Entry | undefined> => {
    const { searchEntries } = await client.search(base, {
      scope: 'sub',
      derefAliases: 'never',
      filter: settings.filter.replaceAll('{name}', () => escapeFilter`${name}`),
      attributes: Object.values(attributes),
      explicitBufferAttributes: [attributes.id],
      sizeLimit: 2,
      timeLimit: stepMs / 1000,
    });
    if (searchEntries.length > 1) log.warn('ldap-several-entries', { base });
    return searchEntries.length === 1 ? searchEntries[0] : undefined;
  };

  return {
    async authenticate(name, password) {
      // To many directories a bind without a password is a wish to be nobody, and succeeds.
      if (password === '') return undefined;
      return withService(async (client) => {
        const entry = await find(client, name);
        // The same work when nobody was found.
        const isRight = await opens(client, entry?.dn ?? `cn=${randomUUID()},${base}`, password);
        return entry && isRight ? vouchedFor(entry, name, settings) : undefined;
      });
    },
    probe: () =>
      withService(async (client) => {
        await client.search(base, { scope: 'base', attributes: ['1.1'], timeLimit: stepMs / 1000 });
      }),
  };
}

function requireFilter({ filter }: LdapSettings): void {
  try {
    FilterParser.parseString(filter.replaceAll('{name}', 'name'));
  } catch (error) {
    throw new AppError('configuration-invalid', { fault: `HENGJIAN_LDAP_FILTER: is no filter (过滤式有误): ${filter}` }, { cause: error });
  }
}

/** A directory that turns the password away, for whatever reason, says no; one that breaks off says nothing. */
async function opens(client: Client, dn: string, password: string): Promise<boolean> {
  try {
    await client.bind(dn, password);
    return true;
  } catch (error) {
    if (error instanceof ResultCodeError && !isOutOfOrder(error)) return false;
    throw error;
  }
}

/** Busy, unavailable, unwilling for now (RFC 4511, 51 and 52). */
function isOutOfOrder({ code }: ResultCodeError): boolean {
  return code === 51 || code === 52;
}

function vouchedFor(entry: Entry, name: string, { name: issuer, attributes }: LdapSettings): Vouched {
  const [id, second] = valuesOf(entry, attributes.id);
  if (id === undefined || id.length === 0 || second !== undefined) throw unavailable(`no single ${attributes.id}`);
  const subject = typeof id === 'string' ? id : /guid$/i.test(attributes.id) ? guidText(id) : id.toString('utf8');
  const [displayName] = textsOf(entry, attributes.displayName);
  return { method: 'ldap', issuer, subject, loginName: name, displayName, groups: textsOf(entry, attributes.groups) };
}

/** As Active Directory's own tools write it: the first three of five groups have their lowest byte first (MS-DTYP, 2.3.4). */
function guidText(bytes: Buffer): string {
  if (bytes.length !== 16) return bytes.toString('hex');
  const groups = [bytes.subarray(0, 4).toReversed(), bytes.subarray(4, 6).toReversed(), bytes.subarray(6, 8).toReversed()];
  return [...groups, bytes.subarray(8, 10), bytes.subarray(10)].map((group) => Buffer.from(group).toString('hex')).join('-');
}

function valuesOf(entry: Entry, attribute: string): readonly (string | Buffer)[] {
  // Servers write names as they please.
  return Object.entries(entry).flatMap(([name, values]) => (name.toLowerCase() === attribute.toLowerCase() ? values : []));
}

function textsOf(entry: Entry, attribute: string): string[] {
  return valuesOf(entry, attribute).map(String);
}

/** What went wrong, without what was sent. */
function causeOf(error: unknown): string {
  if (error instanceof AppError) return String(error.details['cause'] ?? error.code);
  if (error instanceof ResultCodeError) return `LDAP ${error.code}`;
  const isLate = error instanceof Error && /timed? ?out/i.test(error.message);
  return systemCode(error) ?? (isLate ? 'timeout' : 'connection failed');
}
