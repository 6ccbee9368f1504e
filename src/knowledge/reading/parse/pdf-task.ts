// pdf.js, set to read alone: nothing is fetched, no font of the system is used.
import { fileURLToPath } from 'node:url';
import type { PDFDocumentLoadingTask } from 'pdfjs-dist';

/** Whoever begins it destroys it. */
export async function beginPdf(bytes: Uint8Array, password?: string): Promise<PDFDocumentLoadingTask> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  return getDocument({
    // pdf.js takes the buffer away from its caller.
    data: new Uint8Array(bytes),
    cMapUrl: assetFolder('cmaps'),
    cMapPacked: true,
    standardFontDataUrl: assetFolder('standard_fonts'),
    // Scans are packed in ways that are unpacked by WebAssembly.
    wasmUrl: assetFolder('wasm'),
    disableFontFace: true,
    useSystemFonts: false,
    verbosity: 0,
    ...(password !== undefined && { password }),
  });
}

function assetFolder(name: string): string {
  return `${fileURLToPath(new URL(`../../${name}`, import.meta.resolve('pdfjs-dist/legacy/build/pdf.mjs')))}/`;
}
