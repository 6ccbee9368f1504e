// Text with spans marked. Spans may reach beyond the text; what lies outside is ignored.
import { Fragment } from 'react';
import styles from './evidence.module.css';

interface Span {
  readonly start: number;
  readonly end: number;
}

export function MarkedText({ text, spans }: { readonly text: string; readonly spans: readonly Span[] }) {
  return piecesOf(text, spans).map(({ start, content, isMarked }) =>
    isMarked ? (
      <mark key={start} className={styles.mark}>
        {content}
      </mark>
    ) : (
      <Fragment key={start}>{content}</Fragment>
    ),
  );
}

interface Piece {
  readonly start: number;
  readonly content: string;
  readonly isMarked: boolean;
}

/** The text cut at the ends of the spans; together the pieces are the text again. */
export function piecesOf(text: string, spans: readonly Span[]): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  const cut = (end: number, isMarked: boolean) => {
    if (end > at) pieces.push({ start: at, content: text.slice(at, end), isMarked });
    at = Math.max(at, end);
  };
  for (const span of spans.toSorted((first, second) => first.start - second.start)) {
    cut(Math.min(Math.max(span.start, 0), text.length), false);
    cut(Math.min(span.end, text.length), true);
  }
  cut(text.length, false);
  return pieces;
}
