// A network that can be cut: a TCP proxy before the database server that passes, refuses, or swallows what is sent.
import { connect, createServer, type Socket } from 'node:net';

export interface CutProxy {
  /** The address of the database through the proxy. */
  readonly url: string;
  /** Breaks every connection and refuses new ones, until `restore`. */
  cut(): void;
  /** Passes nothing on any more and says nothing, as a firewall does that forgot the connection; until `restore`. */
  swallow(): void;
  restore(): void;
  close(): Promise<void>;
}

export async function openCutProxy(databaseUrl: string): Promise<CutProxy> {
  const target = new URL(databaseUrl);
  let state: 'passing' | 'cut' | 'swallowing' = 'passing';
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => {}).once('close', () => sockets.delete(socket));
  };
  const server = createServer((near) => {
    keep(near);
    if (state === 'cut') return void near.destroy();
    if (state === 'swallowing') return void near.pause();
    const far = connect(Number(target.port || 5432), target.hostname);
    keep(far);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (bytes) => void (state === 'passing' && to.write(bytes)));
      from.once('close', () => void (state === 'passing' && to.destroy()));
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const through = new URL(databaseUrl);
  through.host = `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  const breakAll = (): void => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: through.href,
    cut() {
      state = 'cut';
      breakAll();
    },
    swallow() {
      state = 'swallowing';
    },
    restore() {
      // What was sent into the void is lost: those connections stay dead, new ones pass.
      if (state === 'swallowing') for (const socket of sockets) socket.removeAllListeners('data').pause();
      state = 'passing';
    },
    async close() {
      breakAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
