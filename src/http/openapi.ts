// The OpenAPI 3.1 document, made from the same operations that the server mounts and the browser calls.
import { z } from 'zod';
import type { Operation } from '../base/contract.ts';
import { errorTable } from '../base/errors.ts';

type Json = Record<string, unknown>;
type ObjectSchema = z.infer<typeof writtenSchema>;

export function openApiDocument(operations: readonly Operation[], version: string): Json {
  const paths: Record<string, Json> = {};
  const schemas: Json = {};
  for (const operation of operations) {
    const path = operation.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [operation.method.toLowerCase()]: describe(operation, schemas) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Hengjian 衡鉴', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: { schemas, responses: { Problem: problemResponse(schemas) } },
  };
}

function describe(operation: Operation, schemas: Json): Json {
  const schema = jsonSchema(operation.input, 'input', schemas);
  const inPath = new Set([...operation.path.matchAll(/:(\w+)/g)].map((match) => match[1]));
  const inQuery = operation.upload !== undefined || operation.method === 'GET' || operation.method === 'DELETE';
  const fields = Object.entries(schema.properties ?? {});
  const required = new Set(schema.required);
  const parameters = fields
    .filter(([name]) => inPath.has(name) || inQuery)
    .map(([name, field]) => ({
      ...(operation.upload?.headers?.[name] === undefined
        ? { name, in: inPath.has(name) ? 'path' : 'query' }
        : { name: operation.upload.headers[name], in: 'header' }),
      required: inPath.has(name) || required.has(name),
      schema: field,
    }));
  return {
    operationId: operation.id,
    summary: operation.summary,
    'x-permission': operation.permission,
    parameters,
    ...requestBody(operation, Object.fromEntries(fields.filter(([name]) => !inPath.has(name) && !inQuery)), required),
    responses: {
      200: { description: 'OK', content: replyContent(operation, schemas) },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function requestBody(operation: Operation, properties: Json, required: ReadonlySet<string>): Json {
  if (operation.upload) return { requestBody: { required: true, content: { 'application/octet-stream': {} } } };
  const names = Object.keys(properties);
  if (names.length === 0) return {};
  return {
    requestBody: {
      required: true,
      content: { 'application/json': { schema: { type: 'object', properties, required: names.filter((name) => required.has(name)) } } },
    },
  };
}

function replyContent({ reply }: Operation, schemas: Json): Json {
  if (reply.kind === 'json') return { 'application/json': { schema: jsonSchema(reply.output, 'output', schemas) } };
  if (reply.kind === 'events') return { 'text/event-stream': { schema: jsonSchema(reply.event, 'output', schemas) } };
  return Object.fromEntries(reply.mediaTypes.map((mediaType) => [mediaType, {}]));
}

function problemResponse(schemas: Json): Json {
  const schema = z.object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.enum(Object.keys(errorTable)),
    zh: z.string(),
    en: z.string(),
    requestId: z.string(),
  });
  return {
    description: 'What went wrong and what to do, in Chinese and English',
    content: { 'application/problem+json': { schema: jsonSchema(schema, 'output', schemas) } },
  };
}

/** Schemas with an id become shared components; references are rewritten to where OpenAPI keeps them. */
function jsonSchema(schema: z.ZodType, io: 'input' | 'output', schemas: Json): ObjectSchema {
  const text = JSON.stringify(z.toJSONSchema(schema, { io, unrepresentable: 'any' })).replaceAll('#/$defs/', '#/components/schemas/');
  const { $schema: _, $defs, ...rest } = writtenSchema.parse(JSON.parse(text));
  Object.assign(schemas, $defs);
  return rest;
}

const writtenSchema = z.looseObject({
  $schema: z.string().optional(),
  $defs: z.record(z.string(), z.unknown()).optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
});
