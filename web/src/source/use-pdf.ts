// Opens a PDF and draws its pages with PDF.js, whose worker, character maps and fonts are served from here.
import { GlobalWorkerOptions, getDocument, type PDFDocumentProxy } from 'pdfjs-dist';
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url';
import { type RefObject, useEffect, useState } from 'react';

GlobalWorkerOptions.workerSrc = workerUrl;
const assets = { cMapUrl: '/pdf/cmaps/', cMapPacked: true, standardFontDataUrl: '/pdf/standard_fonts/', wasmUrl: '/pdf/wasm/' };

type OpenPdf = { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly kind: 'open'; readonly document: PDFDocumentProxy };

export function usePdf(url: string): OpenPdf {
  const [state, setState] = useState<OpenPdf>({ kind: 'loading' });
  useEffect(() => {
    const task = getDocument({ url, ...assets });
    let isWanted = true;
    task.promise.then(
      (document) => isWanted && setState({ kind: 'open', document }),
      () => isWanted && setState({ kind: 'failed' }),
    );
    return () => {
      isWanted = false;
      void task.destroy();
    };
  }, [url]);
  return state;
}

/** Width and height are those of the page in points. */
type Drawing =
  | { readonly kind: 'drawing' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'drawn'; readonly width: number; readonly height: number };

export function usePageDrawing(
  document: PDFDocumentProxy,
  pageNumber: number,
  zoom: number,
  frame: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
): Drawing {
  const [state, setState] = useState<Drawing>({ kind: 'drawing' });
  useEffect(() => {
    const target = canvas.current;
    const room = frame.current;
    if (!target || !room) return;
    const stop = new AbortController();
    drawPage(document, pageNumber, (room.clientWidth - pageMarginPixels) * zoom, target, stop.signal).then(
      (size) => stop.signal.aborted || setState({ kind: 'drawn', ...size }),
      () => stop.signal.aborted || setState({ kind: 'failed' }),
    );
    return () => stop.abort();
  }, [document, pageNumber, zoom, frame, canvas]);
  return state;
}

/** Room left and right of the page together; see `.pageFrame`. */
const pageMarginPixels = 32;

async function drawPage(
  document: PDFDocumentProxy,
  pageNumber: number,
  widthPixels: number,
  canvas: HTMLCanvasElement,
  signal: AbortSignal,
) {
  const page = await document.getPage(pageNumber);
  const points = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: (widthPixels / points.width) * devicePixelRatio });
  signal.throwIfAborted();
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  canvas.style.width = `${widthPixels}px`;
  const task = page.render({ canvas, viewport });
  signal.addEventListener('abort', () => task.cancel());
  await task.promise;
  return { width: points.width, height: points.height };
}
