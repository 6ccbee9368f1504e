import { Fragment } from 'react';
import styles from './evidence.module.css';
import { piecesOf, type Span } from './pieces.ts';

/** Text with spans marked. */
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
