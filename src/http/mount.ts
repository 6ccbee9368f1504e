// Binds routes to Hono. Each request is a checklist: limit, identify, authorise, validate, act, present.
import type { Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { type Access, authorise } from '../access/access.ts';
import type { FileReply, Route, UploadContext } from '../access/route.ts';
import { AppError } from '../base/errors.ts';
import { readBody } from './body.ts';
import type { Environment } from './environment.ts';

export function mount(app: Hono<Environment>, access: Access, routes: readonly Route[]): void {
  for (const route of routes) app.on(route.operation.method, route.operation.path, (context) => answer(context, access, route));
}

// JSON bodies are questions and settings, never documents.
const maxJsonBytes = 1024 * 1024;

async function answer(context: Context<Environment>, access: Access, { operation, handle }: Route): Promise<Response> {
  const caller = await access.identify();
  authorise(caller, operation.permission);
  const body = await readBody(context.req.raw, operation.upload?.maxBytes ?? maxJsonBytes);
  const fields = operation.upload || operation.method === 'GET' || operation.method === 'DELETE' ? context.req.query() : jsonFields(body);
  const uploadContext: UploadContext = { caller, requestId: context.get('requestId'), signal: context.req.raw.signal, body };
  const result = await handle({ ...fields, ...context.req.param() }, uploadContext).catch((error: unknown) => {
    throw error instanceof z.ZodError ? asInputFault(error) : error;
  });
  if (result.kind === 'json') return context.json(result.value);
  if (result.kind === 'bytes') return fileResponse(result.file);
  return streamSSE(context, async (stream) => {
    for await (const event of result.events) await stream.writeSSE({ data: JSON.stringify(event) });
  });
}

function jsonFields(body: Uint8Array): Record<string, unknown> {
  if (body.byteLength === 0) return {};
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)));
  } catch (error) {
    throw new AppError('invalid-input', { fault: 'body is not a JSON object (请求体不是 JSON 对象)' }, { cause: error });
  }
}

function asInputFault(error: z.ZodError): AppError {
  return new AppError(
    'invalid-input',
    { fault: error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`).join('; ') },
    { cause: error },
  );
}

function fileResponse({ bytes, mediaType, fileName }: FileReply): Response {
  return new Response(new Uint8Array(bytes), {
    headers: {
      'content-type': mediaType,
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      // A stored page must never run with the rights of this site.
      'content-security-policy': "sandbox; default-src 'none'",
    },
  });
}
