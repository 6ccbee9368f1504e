// What becomes of a file that is being attached, as it happens.
import type { Caller } from '../../access/access.ts';
import type { Log } from '../../base/log.ts';
import type { AttachEvent } from '../attachments-contract.ts';
import { isRefusal, problemOf } from '../problem-of.ts';
import type { Attachments, FileToAttach } from './attachments.ts';

export interface AttachRequest extends FileToAttach {
  readonly requestId: string;
  readonly signal: AbortSignal;
}

/** The last event tells how it ended. */
export function attachEvents(
  { attachments, log }: { readonly attachments: Pick<Attachments, 'attach'>; readonly log: Log },
  caller: Caller,
  { requestId, signal, ...file }: AttachRequest,
): AsyncIterable<AttachEvent> {
  let isRead = true;
  return new ReadableStream<AttachEvent>({
    async start(controller) {
      const tell = (event: AttachEvent): void => {
        if (isRead) controller.enqueue(event);
      };
      try {
        const attachment = await attachments.attach(caller, file, {
          signal,
          onProgress: (progress) =>
            tell(progress === 'waiting' ? { kind: 'recognition-waiting' } : { kind: 'page-recognised', ...progress }),
        });
        tell({ kind: 'file-attached', attachment });
      } catch (error) {
        if (!isRefusal(error) && !signal.aborted) log.error('attaching-failed', error, { requestId });
        tell({ kind: 'attach-failed', problem: problemOf(error, requestId) });
      }
      if (isRead) controller.close();
    },
    cancel() {
      isRead = false;
    },
  });
}
