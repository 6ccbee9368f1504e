// Text recognition as parsers use it: given to those that run in the recognising child, absent in all others.
import type { Canvas } from '@napi-rs/canvas';
import type { PageLine } from '../parse/pdf-lines.ts';
import type { OcrEngine } from './ocr-engine.ts';
import { linesOfPicture } from './page-lines.ts';

export interface Recognition {
  readonly engine: OcrEngine;
}

export async function recognisePage({ engine }: Recognition, picture: Canvas, page: number, pointsPerPixel: number): Promise<PageLine[]> {
  return linesOfPicture(await engine.recognise(picture), page, pointsPerPixel);
}
