// A network that swallows packets lets a statement wait for a quarter of an hour. Whoever waits long asks the server over another
// connection whether it still works on the statement; if it cannot be asked, or does not, twice in a row, the connection is given up.

/** Between looks at a statement that takes long. */
export const lookEveryMs = 5000;
const missesUntilLost = 2;

export interface WatchedServer<Connection> {
  /** Whether the server works on what a connection asked, or waits for a lock for it; nothing when the server cannot be asked. */
  ask(): Promise<((connection: Connection) => boolean) | undefined>;
  /** Destroys the connection, so that what waits on it fails. */
  giveUp(connection: Connection): void;
}

export type Watch<Connection> = <Result>(connection: Connection, statement: () => Promise<Result>) => Promise<Result>;

export function createWatch<Connection>(server: WatchedServer<Connection>, everyMs: number = lookEveryMs): Watch<Connection> {
  const waiting = new Map<Connection, { readonly since: number; misses: number }>();
  let timer: NodeJS.Timeout | undefined;

  async function look(): Promise<void> {
    const long = [...waiting].filter(([, { since }]) => performance.now() - since >= everyMs);
    const isWorking = long.length === 0 ? undefined : await server.ask();
    for (const [connection, statement] of long) {
      if (waiting.get(connection) !== statement) continue;
      statement.misses = isWorking?.(connection) ? 0 : statement.misses + 1;
      if (statement.misses >= missesUntilLost) server.giveUp(connection);
    }
    timer = waiting.size > 0 ? setTimeout(() => void look(), everyMs).unref() : undefined;
  }

  return async (connection, statement) => {
    waiting.set(connection, { since: performance.now(), misses: 0 });
    timer ??= setTimeout(() => void look(), everyMs).unref();
    try {
      return await statement();
    } finally {
      waiting.delete(connection);
    }
  };
}
