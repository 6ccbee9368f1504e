// The one door to the network. Every outgoing call names its purpose; what the rules of that purpose do not allow does not happen.
import type { Socket } from 'node:net';
import type { Readable } from 'node:stream';
import { fetch as undiciFetch } from 'undici';
import { privateNetworks } from '../base/address.ts';
import { AppError, systemCode } from '../base/errors.ts';
import type { Grade } from '../base/grade.ts';
import type { Log } from '../base/log.ts';
import { createConnections } from './connections.ts';
import { failed } from './dial.ts';
import { limitedReply } from './limited-reply.ts';
import { type Checks, checkedAddresses, systemResolve } from './resolve-target.ts';
import { denied, type EgressRule, requireGrade, ruleFor, type Target } from './rules.ts';
import { targetAt, targetOf } from './url-target.ts';

export type { EgressRule } from './rules.ts';
export { placeAt, targetAt } from './url-target.ts';

export interface Egress {
  /** Sends a request; fails with `egress-denied` or `egress-failed`. The status of the reply is the caller's business. */
  fetch(purpose: string, url: string | URL, request?: EgressRequest): Promise<Response>;
  /** Sends something that bears a grade; the reply is handed on as it arrives, without redirects or any limit but the caller's. */
  open(purpose: string, url: URL, request: GradedRequest): Promise<OpenReply>;
  /** A connected socket, encrypted and verified for `ldaps` and `tls`. */
  connect(purpose: string, target: Target): Promise<Socket>;
  /** For libraries that open their own sockets: the address to connect to and the authorities to believe, after the same checks. */
  resolve(purpose: string, target: Target): Promise<ResolvedTarget>;
  /** How often which host was called since this process began, by purpose and by the grade of what was sent. */
  calls(): EgressCalls[];
  close(): Promise<void>;
}

export interface EgressCalls {
  readonly purpose: string;
  readonly host: string;
  /** Of what was sent; null: it bore none. */
  readonly grade: Grade | null;
  readonly done: number;
  readonly failed: number;
}

export interface EgressRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer> | URLSearchParams | null;
  readonly signal?: AbortSignal | null;
  /** `manual` hands redirects to the caller; otherwise those of GET are followed, each checked anew. */
  readonly redirect?: 'follow' | 'manual';
  /** From the first byte sent to the last received; 30 s unless said. */
  readonly timeoutMs?: number;
  /** Of the reply, decompressed; 10 MB unless said. */
  readonly maxBytes?: number;
}

export interface GradedRequest {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array | string | null;
  readonly signal: AbortSignal;
  /** Of all that is sent. */
  readonly grade: Grade;
}

export interface OpenReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readable;
}

export interface ResolvedTarget {
  readonly address: string;
  /** The name that the certificate must carry. */
  readonly servername: string;
  readonly authorities: readonly string[];
}

export interface EgressDependencies {
  /** Read at each call, so that a rule taken back holds at once. */
  readonly rules: () => readonly EgressRule[];
  readonly log: Log;
  readonly authorities: readonly string[];
  /** Addresses and networks that are this site's own, read at each connection; without it those that the internet does not know. */
  readonly siteNetworks?: Checks['siteNetworks'];
  /** HTTP proxy for whatever is not in-house. */
  readonly proxy?: URL;
  readonly resolve?: Checks['resolve'];
}

const defaultTimeoutMs = 30_000;
const defaultMaxBytes = 10 * 1024 * 1024;
const maxRedirects = 5;
const maxCounted = 500;

export function createEgress(dependencies: EgressDependencies): Egress {
  const { rules, log, authorities, siteNetworks = () => privateNetworks, proxy, resolve = systemResolve } = dependencies;
  const connections = createConnections({ authorities, proxy, siteNetworks, resolve });

  const counts = new Map<string, { -readonly [Member in keyof EgressCalls]: EgressCalls[Member] }>();
  const count = (purpose: string, host: string, grade: Grade | null, outcome: 'done' | 'failed'): void => {
    const name = `${purpose} ${host} ${grade}`;
    const known = counts.get(name) ?? { purpose, host, grade, done: 0, failed: 0 };
    known[outcome] += 1;
    // Rules name few hosts; what they refuse must not fill the memory.
    if (counts.size < maxCounted) counts.set(name, known);
  };

  /** One line per call: never a path, a query, a header or a body. */
  async function logged<Result>(
    purpose: string,
    method: string,
    { host, port, grade }: Place,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const startedAt = performance.now();
    const fields = () => ({ purpose, method, host, port, milliseconds: Math.round(performance.now() - startedAt) });
    try {
      const result = await work();
      count(purpose, host, grade ?? null, 'done');
      // What bears a grade is a call of a run, which the ledger tells of.
      if (grade === undefined) log.info('egress', { ...fields(), ...statusOf(result) });
      return result;
    } catch (error) {
      count(purpose, host, grade ?? null, 'failed');
      if (error instanceof AppError) log.warn(error.code, { ...fields(), cause: error.details['denial'] ?? error.details['cause'] });
      throw error;
    }
  }

  const send = (purpose: string, url: URL, request: EgressRequest, signal: AbortSignal): Promise<Response> =>
    logged(purpose, request.method ?? 'GET', targetAt(url), async () => {
      const target = targetOf(url);
      const rule = ruleFor(rules(), purpose, target);
      requireGrade(rule, target, undefined);
      const dispatcher = connections.agentOf(rule);
      const { method = 'GET', headers = {}, body = null } = request;
      const reply = await undiciFetch(url, { method, headers: { ...headers }, body, redirect: 'manual', dispatcher, signal }).catch(
        (error: unknown) => {
          throw failureOf(error, target.host, request.signal ?? undefined);
        },
      );
      return limitedReply(reply, target.host, request.maxBytes ?? defaultMaxBytes);
    });

  return {
    async fetch(purpose, address, request = {}) {
      const deadline = AbortSignal.timeout(request.timeoutMs ?? defaultTimeoutMs);
      const signal = request.signal ? AbortSignal.any([request.signal, deadline]) : deadline;
      let url = new URL(address);
      let headers = request.headers ?? {};
      for (let hops = 0; hops <= maxRedirects; hops += 1) {
        const reply = await send(purpose, url, { ...request, headers }, signal);
        const next = nextAddress(reply, url, request);
        if (!next) return reply;
        await reply.body?.cancel();
        if (url.protocol === 'https:' && next.protocol === 'http:') throw denied(next.hostname, 'downgrade');
        if (next.origin !== url.origin) headers = withoutCredentials(headers);
        url = next;
      }
      throw denied(url.hostname, 'redirects');
    },
    open: (purpose, url, { method, headers, body, signal, grade }) =>
      logged(purpose, method, { ...targetAt(url), grade }, async () => {
        const target = targetOf(url);
        const rule = ruleFor(rules(), purpose, target);
        requireGrade(rule, target, grade);
        const path = `${url.pathname}${url.search}`;
        const reply = await connections
          .agentOf(rule)
          .request({ origin: url.origin, path, method, headers, body, signal })
          .catch((error: unknown) => {
            throw failureOf(error, target.host, signal);
          });
        return { status: reply.statusCode, headers: reply.headers, body: reply.body };
      }),
    connect: (purpose, target) => logged(purpose, target.scheme, target, () => connections.open(ruleFor(rules(), purpose, target), target)),
    resolve: (purpose, target) =>
      logged(purpose, target.scheme, target, async () => {
        const [address = target.host] = await checkedAddresses(ruleFor(rules(), purpose, target), target, { resolve, siteNetworks });
        return { address, servername: target.host, authorities };
      }),
    calls: () => [...counts.values()].map((one) => ({ ...one })),
    close: () => connections.close(),
  };
}

type Place = Pick<Target, 'host' | 'port'> & { readonly grade?: Grade };

function statusOf(result: unknown): { readonly status?: number } {
  return result instanceof Object && 'status' in result && typeof result.status === 'number' ? { status: result.status } : {};
}

function nextAddress(reply: Response, from: URL, { method = 'GET', redirect }: EgressRequest): URL | undefined {
  const location = reply.headers.get('location');
  if (redirect === 'manual' || location === null || ![301, 302, 303, 307, 308].includes(reply.status)) return undefined;
  return method === 'GET' && URL.canParse(location, from.href) ? new URL(location, from) : undefined;
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) => !/^(authorization|cookie|proxy-authorization)$|key|token|secret/i.test(name)),
  );
}

/** What the caller sees: our own failures as they are, its own abort as its own, anything else by the system's code. */
function failureOf(error: unknown, host: string, callerSignal: AbortSignal | undefined): unknown {
  if (callerSignal?.aborted) return error;
  const cause = error instanceof TypeError ? error.cause : error;
  if (cause instanceof AppError) return cause;
  if (cause instanceof Error && cause.name === 'TimeoutError') return failed(host, 'timeout', error);
  return failed(host, systemCode(cause) ?? 'connection failed', error);
}
