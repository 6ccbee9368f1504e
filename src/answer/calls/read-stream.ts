// Reads the body of a streamed reply to its end, whatever way it ends.
import type { CallFault, OpenCall } from '../../models/models.ts';

export interface StreamReader {
  /** `isOver`: nothing more of it is wanted. */
  take(chunk: Buffer): { readonly fault?: CallFault | undefined; readonly isOver?: boolean };
  /** Whether the event that ends a stream has come. */
  isDone(): boolean;
  /** No more bytes come: what is missing then. */
  end(): CallFault | undefined;
}

/** After the event that ends a stream the connection is given back by its end; whoever keeps it open is not waited for. */
const endWithinMs = 250;

/** What broke it; undefined: it is whole, or enough of it was read. */
export function readStream(call: OpenCall, { take, isDone, end }: StreamReader): Promise<CallFault | undefined> {
  const { body } = call.reply;
  return new Promise((resolve) => {
    let ending: NodeJS.Timeout | undefined;
    const finish = (fault?: CallFault): void => {
      clearTimeout(ending);
      body.removeAllListeners('data').removeAllListeners('end');
      body.destroy();
      resolve(call.fault() ?? fault);
    };
    body.on('error', () => finish(isDone() ? end() : 'cut'));
    body.on('end', () => finish(end()));
    body.on('data', (chunk: Buffer) => {
      const { fault, isOver } = take(chunk);
      if (fault !== undefined || isOver) finish(fault);
      else if (isDone()) ending ??= setTimeout(() => finish(end()), endWithinMs);
    });
  });
}
