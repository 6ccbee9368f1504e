// Cuts a text at the ends of spans, so that the spans can be shown differently.

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Piece {
  readonly start: number;
  readonly content: string;
  readonly isMarked: boolean;
}

/** Together the pieces are the text again. What of a span lies outside the text is ignored. */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const cut = (end: number, isMarked: boolean) => {
    if (end <= at) return;
    pieces.push({ start: at, content: text.slice(at, end), isMarked });
    at = end;
  };
  for (const span of spans.toSorted((first, second) => first.start - second.start)) {
    cut(Math.min(span.start, text.length), false);
    cut(Math.min(span.end, text.length), true);
  }
  cut(text.length, false);
  return pieces;
}
