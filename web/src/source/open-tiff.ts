// The pages of a TIFF, unpacked by a worker one at a time.
import { drawTurned } from './draw-turned.ts';
import type { Original } from './original.ts';
import type { TiffReply, TiffRequest } from './tiff-worker.ts';

export async function openTiff(bytes: ArrayBuffer): Promise<Original> {
  const worker = new Worker(new URL('./tiff-worker.ts', import.meta.url), { type: 'module' });
  let last: Promise<unknown> = Promise.resolve();
  /** One after the other: replies come in the order of requests. */
  const ask = (request: TiffRequest): Promise<TiffReply> => {
    const reply = last.then(() => exchange(worker, request));
    last = reply.catch(() => undefined);
    return reply;
  };
  const opened = await ask({ kind: 'open', bytes });
  if (opened.kind !== 'opened') {
    worker.terminate();
    throw new Error('not a TIFF');
  }
  return {
    pageCount: opened.pageCount,
    async draw(drawing) {
      const reply = await ask({ kind: 'page', page: drawing.page });
      if (reply.kind !== 'page') throw new Error('no page');
      if (!drawing.signal.aborted) drawTurned(reply.picture, drawing);
      reply.picture.close();
    },
    close: () => worker.terminate(),
  };
}

function exchange(worker: Worker, request: TiffRequest): Promise<TiffReply> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<TiffReply>) => resolve(data);
    worker.onerror = () => reject(new Error('worker'));
    worker.postMessage(request);
  });
}
