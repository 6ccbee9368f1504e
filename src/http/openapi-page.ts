// The API document as a page that a person can read: plain HTML, no script, nothing from elsewhere.
import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';
import { z } from 'zod';
import type { Operation } from '../base/contract.ts';

type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

export function openApiPage(operations: readonly Operation[], version: string, nonce: string): Html {
  return html`<!doctype html>
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>衡鉴接口 Hengjian API</title>
        <style nonce="${nonce}">
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>衡鉴接口 Hengjian API <small>${version}</small></h1>
          <p>
            机器可读的 OpenAPI 3.1 文档 The machine-readable document: <a href="/api/openapi.json">openapi.json</a>。 出错时返回
            problem+json，含中英文说明。 Failures are problem+json with a sentence in both languages.
          </p>
          ${operations.map(section)}
        </main>
      </body>
    </html>`;
}

function section({ id, method, path, summary, permission, input, reply, upload }: Operation): Html {
  const fields = Object.entries(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }).properties ?? {});
  return html`<section id="${id}">
    <h2><code>${method} ${path}</code></h2>
    <p>${summary}. <span class="permission">${permission}</span></p>
    ${upload ? html`<p>请求体是文件内容，参数放在查询串；header 参数按百分号编码放在请求头。 The body is the bytes of the file; fields go in the query, those of headers percent-encoded there.</p>` : ''}
    ${fields.length > 0 ? html`<ul>${fields.map(([name, schema]) => html`<li><code>${upload?.headers?.[name] === undefined ? name : `header ${upload.headers[name]}`}</code> ${typeOf(schema)}</li>`)}</ul>` : ''}
    <p>返回 Reply: ${replyWords[reply.kind]}</p>
  </section>`;
}

const replyWords = { json: 'application/json', events: 'text/event-stream', bytes: 'the file', raw: 'as OpenAI does' } as const;

function typeOf(schema: unknown): string {
  const parsed = fieldSchema.safeParse(schema);
  if (!parsed.success) return '';
  const { type, format, enum: choices, description, default: standard } = parsed.data;
  return [type, format, choices?.join(' | '), standard === undefined ? undefined : `= ${JSON.stringify(standard)}`, description]
    .filter(Boolean)
    .join(', ');
}

const fieldSchema = z.object({
  type: z.string().optional(),
  format: z.string().optional(),
  enum: z.array(z.string()).optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
});

const style = `
body { font: 16px/1.6 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; color: #1d2b2f; margin: 0 }
main { max-width: 56rem; margin: 0 auto; padding: 1.5rem }
h2 { font-size: 1.05rem; margin: 2rem 0 .25rem; overflow-wrap: anywhere }
small, .permission { color: #4b5b60; font-weight: normal }
.permission { border: 1px solid #9fb0b4; border-radius: 4px; padding: 0 .4em; font-size: .85em }
section { border-top: 1px solid #dde5e7 }
ul { margin: .25rem 0; padding-left: 1.2rem }
`;
