// The least that a proxy costs on Node: Fastify in, a pool of undici out, the body as it comes. Run by bench/gateway.ts.
//   node fastify.js <upstream>    prints the address it listens at
import { fastify } from 'fastify';
import { Pool } from 'undici';

const [upstream] = process.argv.slice(2);
const pool = new Pool(upstream, { connections: 256, pipelining: 1 });
const app = fastify({ logger: false });
app.removeAllContentTypeParsers();
app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
app.all('/v1/*', async (request, reply) => {
  const gone = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) gone.abort();
  });
  const answer = await pool.request({
    method: request.method,
    path: request.url,
    signal: gone.signal,
    body: /** @type {Buffer} */ (request.body),
    headers: { 'content-type': request.headers['content-type'] ?? '', authorization: request.headers.authorization ?? '' },
  });
  answer.body.on('error', () => {});
  return reply.code(answer.statusCode).header('content-type', answer.headers['content-type']).send(answer.body);
});
console.log(await app.listen({ host: '127.0.0.1', port: 0 }));
