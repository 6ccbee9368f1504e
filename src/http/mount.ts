// Binds routes to Hono. Each request is a checklist: limit, identify, authorise, validate, act, present.
import type { Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { type Access, type Acting, authorise, type Credentials } from '../access/access.ts';
import type { Denials } from '../access/denials.ts';
import type { FileReply, Route, RouteResult, Visit } from '../access/route.ts';
import { limitClassOf, type Operation } from '../base/contract.ts';
import { AppError } from '../base/errors.ts';
import type { Log } from '../base/log.ts';
import type { BodyRoom } from './body.ts';
import { cookiesOf } from './cookies.ts';
import type { Environment } from './environment.ts';
import type { Limits } from './limits.ts';
import { isFromThisMachine } from './peer.ts';

export interface Doorkeepers {
  readonly access: Access;
  readonly log: Log;
  readonly limits: Limits | undefined;
  readonly denials: Denials | undefined;
  readonly prepare: (() => Promise<void>) | undefined;
  readonly bodies: BodyRoom;
}

type MountedRoute = Exclude<Route, { readonly kind: 'raw' }>;

export function mount(app: Hono<Environment>, doorkeepers: Doorkeepers, routes: readonly Route[]): void {
  for (const route of routes)
    if (route.kind !== 'raw') app.on(route.operation.method, route.operation.path, (context) => answer(context, doorkeepers, route));
}

// JSON bodies are questions and settings, never documents.
const maxJsonBytes = 1024 * 1024;

async function answer(context: Context<Environment>, doorkeepers: Doorkeepers, route: MountedRoute): Promise<Response> {
  context.set('operation', route.operation.id);
  const visit = visitOf(context);
  const result = await act(context, doorkeepers, route, visit);
  if (result.kind === 'json') return context.json(result.value);
  if (result.kind === 'bytes') {
    context.set('isStoredFile', true);
    return fileResponse(result.file);
  }
  return streamSSE(context, async (stream) => {
    try {
      for await (const event of result.events) await stream.writeSSE({ data: JSON.stringify(event) });
    } catch (error) {
      // The status has been sent: the client notices that the last event is missing.
      doorkeepers.log.error('stream-failed', error, { requestId: visit.requestId });
    }
  });
}

async function act(context: Context<Environment>, doorkeepers: Doorkeepers, route: MountedRoute, visit: Visit): Promise<RouteResult> {
  const { access, limits, bodies, prepare } = doorkeepers;
  const limitClass = limitClassOf(route.operation);
  await limits?.admitAddress(context.get('peer'), limitClass);
  await prepare?.();
  const credentials = credentialsOf(context, visit);
  if (route.kind === 'open') {
    if (route.requirement === 'data-folder' && !access.holdsDataFolder(credentials))
      throw new AppError('permission-denied', { permission: route.requirement });
    return route.handle((await readInput(context, bodies, route)).input, visit);
  }
  const caller = await access.identify(credentials);
  try {
    authorise(caller, route.requirement);
    await limits?.admitCaller(caller, limitClass);
    const { input, body } = await readInput(context, bodies, route);
    return await route.handle(input, { ...visit, caller, body });
  } catch (error) {
    if (error instanceof AppError && error.code === 'permission-denied') await noteDenial(doorkeepers, caller, route);
    throw error;
  }
}

/** Denied all the same when that cannot be counted. */
export async function noteDenial(
  { denials, log }: Pick<Doorkeepers, 'denials' | 'log'>,
  caller: Acting,
  { operation }: Pick<Route, 'operation'>,
): Promise<void> {
  await denials?.note(caller, operation.id).catch((error: unknown) => log.error('denial-not-counted', error));
}

function visitOf(context: Context<Environment>): Visit {
  const peer = context.get('peer');
  return {
    requestId: context.get('requestId'),
    signal: context.req.raw.signal,
    address: peer.address,
    isFromThisMachine: isFromThisMachine(peer),
    userAgent: context.req.header('user-agent') ?? '',
    traceparent: context.req.header('traceparent'),
    cookies: cookiesOf(context),
  };
}

function credentialsOf(context: Context<Environment>, { cookies, isFromThisMachine: isNear }: Visit): Credentials {
  return { session: cookies.get('session'), bearer: bearerIn(context.req.header('authorization')), isFromThisMachine: isNear };
}

/** The token in an `authorization` header. */
export function bearerIn(header: string | undefined): string | undefined {
  return /^Bearer (\S+)$/i.exec(header ?? '')?.[1];
}

async function readInput(
  context: Context<Environment>,
  bodies: BodyRoom,
  { operation }: Route,
): Promise<{ input: unknown; body: Uint8Array }> {
  requireContentType(context, operation);
  const body = await bodies.read(context.req.raw, operation.upload?.maxBytes ?? maxJsonBytes);
  const inQuery = operation.upload || operation.method === 'GET' || operation.method === 'DELETE';
  const fields = inQuery ? { ...context.req.query(), ...headerFields(context, operation) } : jsonFields(body);
  const input = { ...fields, ...context.req.param() };
  refuseBrokenText(input);
  return { input, body };
}

/** Undefined where it did not come by its header: in the query it does not count. */
function headerFields(context: Context<Environment>, { upload }: Operation): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(upload?.headers ?? {}).map(([name, header]) => [name, decoded(header, context.req.header(header))]),
  );
}

function decoded(name: string, value: string | undefined): string | undefined {
  try {
    return value && decodeURIComponent(value);
  } catch (error) {
    throw new AppError('invalid-input', { fault: `${name}: not percent-encoded (没有按百分号编码)` }, { cause: error });
  }
}

/** A type that no form of another site can send without asking first, whatever its browser thinks of origins. */
function requireContentType(context: Context<Environment>, { method, upload }: Operation): void {
  if (method === 'GET' || method === 'DELETE') return;
  requireType(context.req.header('content-type'), upload ? 'application/octet-stream' : 'application/json');
}

export function requireType(header: string | undefined, expected: string): void {
  if (header?.split(';')[0]?.trim().toLowerCase() !== expected) throw new AppError('wrong-content-type', { expected });
}

/** Text that no database takes: it is the sender's fault and must not look like ours. */
function refuseBrokenText(input: Readonly<Record<string, unknown>>): void {
  for (const [name, value] of Object.entries(input)) {
    if (typeof value === 'string' && (value.includes('\0') || !value.isWellFormed()))
      throw new AppError('invalid-input', { fault: `${name}: broken characters (含有无效字符)` });
  }
}

function jsonFields(body: Uint8Array): Record<string, unknown> {
  if (body.byteLength === 0) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch (error) {
    throw new AppError('invalid-input', { fault: 'body is not a JSON object (请求体不是 JSON 对象)' }, { cause: error });
  }
}

function fileResponse({ bytes, mediaType, fileName }: FileReply): Response {
  return new Response(bytes instanceof Uint8Array ? new Uint8Array(bytes) : bytes, {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
    },
  });
}
