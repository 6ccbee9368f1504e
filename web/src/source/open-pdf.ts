// Draws the pages of a PDF with PDF.js, whose worker, character maps and fonts are served from here.
import { GlobalWorkerOptions, getDocument } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import type { OpenOriginal } from './original.ts';

GlobalWorkerOptions.workerSrc = workerUrl;
const assets = { cMapUrl: '/pdf/cmaps/', cMapPacked: true, standardFontDataUrl: '/pdf/standard_fonts/', wasmUrl: '/pdf/wasm/' };

export const openPdf: OpenOriginal = async (url, signal) => {
  const task = getDocument({ url, ...assets });
  signal.addEventListener('abort', () => void task.destroy());
  const document = await task.promise;
  return {
    pageCount: document.numPages,
    async draw({ page: number, turn, widthPixels, canvas, signal: stop }) {
      const page = await document.getPage(number);
      const rotation = (page.rotate + turn) % 360;
      const { width } = page.getViewport({ scale: 1, rotation });
      const viewport = page.getViewport({ scale: (widthPixels / width) * devicePixelRatio, rotation });
      stop.throwIfAborted();
      canvas.width = Math.floor(viewport.width);
      canvas.height = Math.floor(viewport.height);
      const rendering = page.render({ canvas, viewport });
      stop.addEventListener('abort', () => rendering.cancel());
      await rendering.promise;
    },
    close: () => void task.destroy(),
  };
};
