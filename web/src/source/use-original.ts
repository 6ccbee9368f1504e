// Opens an original while a place in it is shown, and draws its pages.
import { type RefObject, useEffect, useState } from 'react';
import type { OpenOriginal, Original, Turn } from './original.ts';

type OpenState = { readonly kind: 'loading' } | { readonly kind: 'failed' } | { readonly kind: 'open'; readonly original: Original };

export function useOriginal(open: OpenOriginal, url: string): OpenState {
  const [state, setState] = useState<OpenState>({ kind: 'loading' });
  useEffect(() => {
    const stop = new AbortController();
    const opening = open(url, stop.signal);
    opening.then(
      (original) => stop.signal.aborted || setState({ kind: 'open', original }),
      () => stop.signal.aborted || setState({ kind: 'failed' }),
    );
    return () => {
      stop.abort();
      opening.then(
        (original) => original.close(),
        () => undefined,
      );
    };
  }, [open, url]);
  return state;
}

type DrawingState = 'drawing' | 'failed' | 'drawn';

export interface PageToDraw {
  readonly original: Original;
  readonly page: number;
  readonly turn: Turn;
  readonly zoom: number;
}

/** Room left and right of the page together; see `.pageFrame`. */
const pageMarginPixels = 32;

export function usePageDrawing(
  { original, page, turn, zoom }: PageToDraw,
  frame: RefObject<HTMLElement | null>,
  canvas: RefObject<HTMLCanvasElement | null>,
): DrawingState {
  const [state, setState] = useState<DrawingState>('drawing');
  useEffect(() => {
    const target = canvas.current;
    const room = frame.current;
    if (!target || !room) return;
    const stop = new AbortController();
    const widthPixels = (room.clientWidth - pageMarginPixels) * zoom;
    target.style.width = `${widthPixels}px`;
    original.draw({ page, turn, widthPixels, canvas: target, signal: stop.signal }).then(
      () => stop.signal.aborted || setState('drawn'),
      () => stop.signal.aborted || setState('failed'),
    );
    return () => stop.abort();
  }, [original, page, turn, zoom, frame, canvas]);
  return state;
}
