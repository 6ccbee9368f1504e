// pdf.js draws on the canvas of a browser. Here there is none, and this one does the same.
import type { Canvas } from '@napi-rs/canvas';

declare global {
  type HTMLCanvasElement = Canvas;
}
