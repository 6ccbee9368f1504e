// Connections to addresses that were checked: straight or through the site's proxy, open or encrypted. Certificates are always verified,
// whatever NODE_TLS_REJECT_UNAUTHORIZED says.
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { connect as connectTls, type TLSSocket } from 'node:tls';
import { AppError, systemCode } from '../base/errors.ts';

export interface DialOptions {
  /** For error texts, and the name that the certificate must carry. */
  readonly host: string;
  readonly port: number;
  readonly isEncrypted: boolean;
  readonly authorities: readonly string[];
  readonly timeoutMs: number;
  readonly protocols?: readonly string[];
}

/** Connects to the first of the addresses that answers. */
export async function dial(addresses: readonly string[], options: DialOptions): Promise<Socket> {
  return secured(await firstOf(addresses, options), options);
}

/** Connects through an HTTP proxy (`CONNECT`); `destination` is the address or the name that the proxy is told. */
export async function dialThrough(proxy: URL, destination: string, options: DialOptions): Promise<Socket> {
  return secured(await tunnel(proxy, destination, options), options);
}

async function firstOf(addresses: readonly string[], options: DialOptions): Promise<Socket> {
  let failure: unknown;
  for (const address of addresses) {
    try {
      return await settled(connectTcp({ host: address, port: options.port }), 'connect', options);
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}

async function secured(socket: Socket, options: DialOptions): Promise<Socket> {
  socket.setNoDelay(true).setKeepAlive(true, 60_000);
  if (!options.isEncrypted) return socket;
  const upgraded = connectTls({
    socket,
    ...(isIP(options.host) ? { host: options.host } : { servername: options.host }),
    ca: [...options.authorities],
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(options.protocols ? { ALPNProtocols: [...options.protocols] } : {}),
  });
  return settled<TLSSocket>(upgraded, 'secureConnect', options);
}

function tunnel(proxy: URL, destination: string, options: DialOptions): Promise<Socket> {
  const authority = `${isIP(destination) === 6 ? `[${destination}]` : destination}:${options.port}`;
  const credentials = proxy.username && `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const send = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
  const request = send(proxy, {
    method: 'CONNECT',
    path: authority,
    headers: { host: authority, ...(credentials ? { 'proxy-authorization': `Basic ${btoa(credentials)}` } : {}) },
    agent: false,
    timeout: options.timeoutMs,
    ...(proxy.protocol === 'https:' ? { ca: [...options.authorities], rejectUnauthorized: true } : {}),
  });
  return new Promise((resolve, reject) => {
    const fail = (cause: string, error?: unknown): void => {
      request.destroy();
      reject(failed(options.host, `proxy: ${cause}`, error));
    };
    request.once('connect', ({ statusCode }, socket) => (statusCode === 200 ? resolve(socket) : fail(`status ${statusCode}`)));
    request.once('response', ({ statusCode }) => fail(`status ${statusCode}`));
    request.once('timeout', () => fail('timeout'));
    request.once('error', (error) => fail(systemCode(error) ?? 'connection failed', error));
    request.end();
  });
}

function settled<Connection extends Socket>(
  socket: Connection,
  event: 'connect' | 'secureConnect',
  options: DialOptions,
): Promise<Connection> {
  return new Promise((resolve, reject) => {
    const fail = (cause: string, error?: unknown): void => {
      socket.destroy();
      reject(failed(options.host, cause, error));
    };
    const onTimeout = (): void => fail('timeout');
    const onError = (error: Error): void => fail(systemCode(error) ?? 'connection failed', error);
    const onClose = (): void => fail('closed');
    socket.setTimeout(options.timeoutMs, onTimeout);
    socket.once('error', onError).once('close', onClose);
    socket.once(event, () => {
      socket.setTimeout(0).off('timeout', onTimeout).off('error', onError).off('close', onClose);
      resolve(socket);
    });
  });
}

export function failed(host: string, cause: string, error?: unknown): AppError {
  return new AppError('egress-failed', { host, cause }, { cause: error });
}
