// Draws pictures: one that the browser unpacks, or the pages of a TIFF, which a worker does.
import { drawTurned } from './draw-turned.ts';
import { openTiff } from './open-tiff.ts';
import type { OpenOriginal } from './original.ts';

export const openPicture: OpenOriginal = async (url, signal) => {
  const reply = await fetch(url, { signal });
  if (!reply.ok) throw new Error(`${reply.status}`);
  const bytes = await reply.arrayBuffer();
  if (isTiff(bytes)) return openTiff(bytes);
  const picture = await createImageBitmap(new Blob([bytes]));
  return { pageCount: 1, draw: async (drawing) => drawTurned(picture, drawing), close: () => picture.close() };
};

function isTiff(bytes: ArrayBuffer): boolean {
  const signature = bytes.byteLength < 4 ? 0 : new DataView(bytes).getUint32(0);
  return signature === 0x49492a00 || signature === 0x4d4d002a;
}
