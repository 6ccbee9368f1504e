// Calling another process of ours on this machine: the server that owns the data folder.
import { TLSSocket } from 'node:tls';
import { Agent, buildConnector, fetch as undiciFetch } from 'undici';
import { AppError } from '../base/errors.ts';

/** Sends a request to the server at `url`; one that does not answer is named. */
export async function sendTo(url: string, request: Request): Promise<Response> {
  const { hash } = new URL(url);
  try {
    return hash === '' ? await fetch(request) : await sendEncrypted(hash.slice(1), request);
  } catch (error) {
    throw new AppError('server-unreachable', { url: new URL('/', url).href }, { cause: error });
  }
}

/**
 * The certificate is made out to the public name, not to this machine's address. The data folder, which only its owner can write, says
 * which one it is: exactly that one is taken, whoever signed it.
 */
async function sendEncrypted(fingerprint: string, request: Request): Promise<Response> {
  const dispatcher = new Agent({ connect: pinnedTo(fingerprint) });
  try {
    const body = request.body === null ? null : new Uint8Array(await request.arrayBuffer());
    const reply = await undiciFetch(request.url, { method: request.method, headers: [...request.headers], body, dispatcher });
    return new Response(await reply.arrayBuffer(), { status: reply.status, headers: [...reply.headers] });
  } finally {
    await dispatcher.close();
  }
}

/** Nothing is sent before the certificate has been compared. */
function pinnedTo(fingerprint: string): buildConnector.connector {
  const connect = buildConnector({ rejectUnauthorized: false });
  return (place, callback) =>
    connect(place, (error, socket) => {
      if (error) return callback(error, null);
      if (socket instanceof TLSSocket && socket.getPeerCertificate().fingerprint256 === fingerprint) return callback(null, socket);
      socket.destroy();
      return callback(new Error('the certificate is not that of the owner of the data folder'), null);
    });
}
