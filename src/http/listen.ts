// Listening on the address of the configuration.
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { AppError, systemCode } from '../base/errors.ts';

export interface Listener {
  readonly url: string;
  /** Stops taking requests and ends those under way. */
  close(): Promise<void>;
}

export function listen(handle: (request: Request) => Response | Promise<Response>, host: string, port: number): Promise<Listener> {
  const respond = getRequestListener(handle);
  const server = createServer((request, response) => void respond(request, response));
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
      const close = (): Promise<void> =>
        new Promise((closed) => {
          server.close(() => closed());
          server.closeAllConnections();
        });
      resolve({ url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`, close });
    });
  });
}

/** Whether the address could be listened on right now. */
export async function isPortFree(host: string, port: number): Promise<boolean> {
  const probe = await listen(() => new Response(), host, port).catch(() => undefined);
  await probe?.close();
  return probe !== undefined;
}
