// What reading knows of a program that recognises text in pictures: a picture in, lines out.
import type { Canvas } from '@napi-rs/canvas';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Round a line of text, in pixels, clockwise from where the line begins at its top. */
export type Corners = readonly [Point, Point, Point, Point];

export interface OcrCharacter {
  /** One UTF-16 unit. */
  readonly text: string;
  /** From 0 to 1, by the engine. */
  readonly confidence: number;
  /** Where along the line it stands: 0 is its beginning, 1 its end. */
  readonly from: number;
  readonly to: number;
}

export interface OcrLine {
  readonly corners: Corners;
  readonly characters: readonly OcrCharacter[];
}

export interface OcrEngine {
  /** The lines of text in a picture, in any order. */
  recognise(picture: Canvas): Promise<readonly OcrLine[]>;
}
