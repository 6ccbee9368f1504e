// The picture of a PDF page, and the text recognised in it.
import type { Canvas } from '@napi-rs/canvas';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { type RecognisedPage, type Recognition, recognisePage } from '../ocr/recognition.ts';

/** 200 dots an inch: what scanners of official documents are set to. */
const pixelsPerPoint = 200 / 72;
/** A drawing of A0 would take 600 MB. In pixels. */
const longestSide = 5_000;

/** Whether one of these pages of a document with text shows a picture, which may be a scan among written pages. */
export async function showsPicture(pdf: PDFDocumentProxy, pages: readonly number[]): Promise<boolean> {
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const painting = new Set([OPS.paintImageXObject, OPS.paintInlineImageXObject, OPS.paintImageMaskXObject]);
  for (const number of pages) {
    const page = await pdf.getPage(number);
    const { fnArray } = await page.getOperatorList();
    page.cleanup();
    if (fnArray.some((operator) => painting.has(operator))) return true;
  }
  return false;
}

/** Pages on which nothing is drawn. */
export async function isBlank(pdf: PDFDocumentProxy): Promise<boolean> {
  const { OPS } = await import('pdfjs-dist/legacy/build/pdf.mjs');
  const drawing = new Set([
    OPS.showText,
    OPS.constructPath,
    OPS.shadingFill,
    OPS.paintImageXObject,
    OPS.paintInlineImageXObject,
    OPS.paintImageMaskXObject,
  ]);
  for (let number = 1; number <= pdf.numPages; number += 1) {
    const page = await pdf.getPage(number);
    const { fnArray } = await page.getOperatorList();
    page.cleanup();
    if (fnArray.some((operator) => drawing.has(operator))) return false;
  }
  return true;
}

export async function recognisePdfPage(recognition: Recognition, page: PDFPageProxy, number: number): Promise<RecognisedPage> {
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = Math.min(pixelsPerPoint, longestSide / Math.max(width, height));
  return recognisePage(recognition, await pictureOfPage(page, scale), number, 1 / scale);
}

export async function pictureOfPage(page: PDFPageProxy, scale: number): Promise<Canvas> {
  const { createCanvas } = await import('@napi-rs/canvas');
  const viewport = page.getViewport({ scale });
  const picture = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  await page.render({ canvas: picture, viewport, background: 'white' }).promise;
  return picture;
}
