// Settings of the service's own address: where it listens, how it is protected in transit, and under which names people open it.
import { resolve } from 'node:path';
import { z } from 'zod';
import { isLoopbackHost } from './address.ts';
import { listed, networkList } from './network-settings.ts';

export const listeningShape = {
  PORT: z.coerce.number().int().min(0).max(65535).default(8080).describe('TCP port of the web pages and the API; 0 picks a free one'),
  HOST: z
    .string()
    .default('127.0.0.1')
    .describe('Address to listen on; beyond loopback only with certificate files or a trusted proxy (0.0.0.0 is every IPv4 address)'),
  HENGJIAN_PUBLIC_URL: z
    .string()
    .default('')
    .refine((text) => listed(text).every(isOrigin), {
      message: 'must be addresses such as https://hengjian.example.org (应为网址，不带路径)',
    })
    .describe('Addresses under which people open the pages, separated by commas; requests for any other are refused, loopback excepted'),
  HENGJIAN_TLS_CERT: z.string().optional().describe('PEM file of the certificate, with its chain; read again when it changes'),
  HENGJIAN_TLS_KEY: z.string().optional().describe("PEM file of the certificate's private key"),
  HENGJIAN_TRUSTED_PROXY: networkList()
    .default('')
    .describe('Addresses or networks of reverse proxies whose X-Forwarded-For and X-Forwarded-Proto are believed, separated by commas'),
};
type Settings = z.output<z.ZodObject<typeof listeningShape>>;

export interface ListeningSettings {
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
  readonly trustedProxies: readonly string[];
  readonly publicOrigins: readonly string[];
  /** Others than this machine can reach the service, by its address or through a proxy. */
  readonly isReachableFromElsewhere: boolean;
}

export function listeningSettings(settings: Settings): ListeningSettings {
  const { HOST, HENGJIAN_TLS_CERT: cert, HENGJIAN_TLS_KEY: key, HENGJIAN_TRUSTED_PROXY, HENGJIAN_PUBLIC_URL } = settings;
  return {
    ...(cert && key ? { tls: { certFile: resolve(cert), keyFile: resolve(key) } } : {}),
    trustedProxies: listed(HENGJIAN_TRUSTED_PROXY),
    publicOrigins: listed(HENGJIAN_PUBLIC_URL).map((url) => new URL(url).origin),
    isReachableFromElsewhere: !isLoopbackHost(HOST) || HENGJIAN_TRUSTED_PROXY !== '',
  };
}

/** What single settings cannot say: which of them need each other. */
export function listeningFaults(settings: Settings): readonly string[] {
  const { HOST, HENGJIAN_TLS_CERT: cert, HENGJIAN_TLS_KEY: key, HENGJIAN_TRUSTED_PROXY: proxy, HENGJIAN_PUBLIC_URL: urls } = settings;
  const faults: string[] = [];
  if ((cert === undefined) !== (key === undefined))
    faults.push('HENGJIAN_TLS_CERT, HENGJIAN_TLS_KEY: both files are needed (证书和私钥须同时给出)');
  if (!isLoopbackHost(HOST) && !cert && proxy === '')
    faults.push(
      `HOST ${HOST}: beyond loopback the service needs certificate files (HENGJIAN_TLS_CERT, HENGJIAN_TLS_KEY) or a trusted proxy (HENGJIAN_TRUSTED_PROXY) (监听本机以外的地址须配置证书文件或受信代理)`,
    );
  if ((!isLoopbackHost(HOST) || proxy !== '') && urls === '')
    faults.push('HENGJIAN_PUBLIC_URL: say under which address people open the pages (须给出对外访问的网址)');
  for (const url of listed(urls))
    if (isOrigin(url) && !url.startsWith('https:') && !isLoopbackHost(new URL(url).hostname))
      faults.push(`HENGJIAN_PUBLIC_URL ${url}: must be https (须为 https)`);
  return faults;
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && pathname === '/' && search === '' && hash === '' && username === '';
}
