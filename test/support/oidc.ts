// An institution's own sign-in on this machine for tests: a certified OpenID Connect provider with people and groups.
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import type { Certificate } from './certificates.ts';

export const oidcClient = { id: 'hengjian', secret: 'client-secret-of-this-test' } as const;

export interface OidcPerson {
  readonly sub: string;
  readonly preferred_username?: string;
  readonly name?: string;
  readonly groups?: readonly string[];
}

export interface TestOidc {
  readonly issuer: string;
  /** Who is there; asked anew at each sign-in. */
  people: OidcPerson[];
  /** Signs in there as a browser would, and says where it is sent back to. */
  signInAt(url: string, sub: string): Promise<URL>;
  close(): Promise<void>;
}

interface Settings {
  /** Under which the pages of the site are open. */
  readonly origins: readonly string[];
  readonly certificate?: Certificate;
}

export async function openTestOidc({ origins, certificate }: Settings): Promise<TestOidc> {
  let handle: RequestListener = () => {};
  const listener: RequestListener = (request, response) => handle(request, response);
  const server = certificate ? createSecureServer({ cert: certificate.cert, key: certificate.key }, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const issuer = certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
  const directory: Pick<TestOidc, 'people'> = { people: [] };
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [
      {
        client_id: oidcClient.id,
        client_secret: oidcClient.secret,
        redirect_uris: origins.map((origin) => `${origin}/sign-in/callback`),
        post_logout_redirect_uris: origins.map((origin) => `${origin}/sign-in`),
      },
    ],
    claims: { openid: ['sub'], profile: ['name', 'preferred_username', 'groups'] },
    cookies: { keys: [randomUUID()] },
    jwks: { keys: [privateKey.export({ format: 'jwk' })] },
    findAccount: (_: unknown, sub: string) => {
      const person = directory.people.find((one) => one.sub === sub);
      return person && { accountId: sub, claims: () => person };
    },
  });
  handle = provider.callback();
  return Object.assign(directory, { issuer, signInAt: walk, close: () => closed(server) });
}

/** Fills in the provider's forms until it sends the browser away. */
async function walk(from: string, sub: string): Promise<URL> {
  const jar = new Map<string, string>();
  let [url, body]: [URL, URLSearchParams | undefined] = [new URL(from), undefined];
  for (let step = 0; step < 12; step += 1) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const reply: Response = await fetch(url, {
      method: body ? 'POST' : 'GET',
      headers: { cookie },
      body: body ?? null,
      redirect: 'manual',
    });
    for (const line of reply.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      jar.set(name, value);
    }
    const location = reply.headers.get('location');
    if (location !== null) {
      [url, body] = [new URL(location, url), undefined];
      if (url.origin !== new URL(from).origin) return url;
      continue;
    }
    const page = await reply.text();
    const [, prompt] = /name="prompt" value="(\w+)"/.exec(page) ?? [];
    const [, action] = /action="([^"]+)"/.exec(page) ?? [];
    if (prompt === undefined || action === undefined) throw new Error(`The provider answered ${reply.status}: ${page.slice(0, 500)}`);
    [url, body] = [new URL(action, url), new URLSearchParams({ prompt, login: sub, password: 'any' })];
  }
  throw new Error('The provider did not send the browser back.');
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise<void>((resolve) => void server.close(() => resolve()));
}
