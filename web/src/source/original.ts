// An original that has pages to look at, whatever draws them.

/** By how many degrees clockwise a page is turned to stand upright. */
export type Turn = 0 | 90 | 180 | 270;

export interface Original {
  readonly pageCount: number;
  /** Draws a page (from 1), turned, as wide as told. */
  draw(page: PageDrawing): Promise<void>;
  close(): void;
}

export interface PageDrawing {
  readonly page: number;
  readonly turn: Turn;
  readonly widthPixels: number;
  readonly canvas: HTMLCanvasElement;
  readonly signal: AbortSignal;
}

/** Opens what stands at an address; rejects where it cannot be shown. */
export type OpenOriginal = (url: string, signal: AbortSignal) => Promise<Original>;
