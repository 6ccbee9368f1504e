// Listening on the address of the configuration, encrypted or not, within limits that no sender can stretch.
import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { Socket } from 'node:net';
import { Server as TlsServer } from 'node:tls';
import { getRequestListener, type HttpBindings } from '@hono/node-server';
import { isLoopbackHost, networkList } from '../base/address.ts';
import { AppError, systemCode } from '../base/errors.ts';
import { admission } from './admission.ts';
import { type CertificateFiles, readCertificate, watchCertificate } from './certificate.ts';
import type { RawDoor } from './raw-door.ts';
import { refuseUnreadable } from './unreadable.ts';

export interface Listener {
  /** For callers on this machine. */
  readonly url: string;
  /** Stops taking requests, lets those under way finish for a while, then ends them. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly tls?: CertificateFiles;
  readonly trustedProxies?: readonly string[];
  readonly limits?: Partial<Limits>;
  /** Takes the requests that are its own. */
  readonly rawDoor?: RawDoor;
  /** Told the new address when the certificate has changed. */
  readonly onRenewal?: (url: string) => void;
}

export interface Limits {
  /** Of the request line and all headers. */
  readonly headerBytes: number;
  readonly headersMs: number;
  /** From the first byte to the last of a request: the largest upload over a slow line. */
  readonly requestMs: number;
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** For requests under way when the service stops. */
  readonly graceMs: number;
  /** How often certificate files and slow senders are looked at. */
  readonly checkMs: number;
}

const standardLimits: Limits = {
  headerBytes: 16 * 1024,
  headersMs: 20_000,
  requestMs: 300_000,
  connections: 2_000,
  connectionsPerAddress: 200,
  graceMs: 5_000,
  checkMs: 5_000,
};
// Longer than the idle timeout of common proxies (60 s), so that it is they who close.
const keepAliveMs = 65_000;

type Handle = (request: Request, bindings: HttpBindings) => Response | Promise<Response>;

export function listen(handle: Handle, host: string, port: number, options: ListenOptions = {}): Promise<Listener> {
  const { tls, trustedProxies = [], rawDoor, onRenewal } = options;
  const limits = { ...standardLimits, ...options.limits };
  const respond = getRequestListener((request, bindings) => handle(request, bindings as HttpBindings));
  const certificate = tls && readCertificate(tls);
  const server = newServer(
    (request, response) => {
      if (!rawDoor?.(request, response)) void respond(request, response);
    },
    limits,
    certificate,
  );
  const admit = admission({ limits, isOpen: tls !== undefined || isLoopbackHost(host), trustedProxies: networkList(trustedProxies) });
  server.on('connection', (socket: Socket) => admit(socket));
  server.on('clientError', refuseUnreadable);
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        systemCode(error) === 'EADDRINUSE'
          ? new AppError('port-in-use', { port }, { cause: error })
          : new AppError('configuration-invalid', { fault: `HOST ${host}, PORT ${port}: ${systemCode(error)}` }, { cause: error }),
      ),
    );
    server.listen(port, host, () => {
      const address = server.address();
      const actualPort = typeof address === 'object' && address ? address.port : port;
      const urlWith = (fingerprint?: string): string =>
        fingerprint ? `https://${reachable(host)}:${actualPort}#${fingerprint}` : `http://${reachable(host)}:${actualPort}`;
      const unwatch =
        tls &&
        watchCertificate(
          tls,
          (renewed) => {
            if (server instanceof TlsServer) server.setSecureContext(renewed);
            onRenewal?.(urlWith(renewed.fingerprint));
          },
          limits.checkMs,
        );
      const close = async (): Promise<void> => {
        unwatch?.();
        const closed = new Promise<void>((done) => void server.close(() => done()));
        const end = setTimeout(() => server.closeAllConnections(), limits.graceMs);
        server.closeIdleConnections();
        await closed;
        clearTimeout(end);
      };
      resolve({ url: urlWith(certificate?.fingerprint), close });
    });
  });
}

function newServer(respond: RequestListener, limits: Limits, certificate: ReturnType<typeof readCertificate> | undefined): Server {
  const options = {
    maxHeaderSize: limits.headerBytes,
    headersTimeout: limits.headersMs,
    requestTimeout: limits.requestMs,
    connectionsCheckingInterval: limits.checkMs,
    keepAliveTimeout: keepAliveMs,
  };
  if (!certificate) return createServer(options, respond);
  const { cert, key } = certificate;
  return createSecureServer({ ...options, cert, key, minVersion: 'TLSv1.2', handshakeTimeout: limits.headersMs }, respond);
}

/** An address on which everything is listened to is not one that can be called. */
function reachable(host: string): string {
  const name = host === '0.0.0.0' || host === '' ? '127.0.0.1' : host === '::' ? '::1' : host;
  return name.includes(':') ? `[${name}]` : name;
}

/** Whether the address could be listened on right now. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  const probe = await listen(() => new Response(), host, port).catch(() => undefined);
  await probe?.close();
  return probe !== undefined;
}
