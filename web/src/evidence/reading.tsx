// A piece of a document as people read it: its rows as a table, the rest as it is, spans of it marked.
import styles from './evidence.module.css';
import { MarkedText } from './marked-text.tsx';
import type { Span } from './pieces.ts';
import { partsOf } from './rows.ts';

interface Properties {
  readonly text: string;
  readonly spans?: readonly Span[];
}

/** Made of inline elements, since it also stands in buttons and paragraphs. */
export function Reading({ text, spans = [] }: Properties) {
  const marked = (part: Span) => (
    <MarkedText
      text={text.slice(part.start, part.end)}
      spans={spans.map(({ start, end }) => ({ start: start - part.start, end: end - part.start }))}
    />
  );
  return partsOf(text).map((part) =>
    part.kind === 'text' ? (
      <span key={part.span.start}>{marked(part.span)}</span>
    ) : (
      <span key={part.rows[0]?.[0]?.start} role="table" className={styles.table}>
        {part.rows.map((cells) => (
          <span key={cells[0]?.start} role="row" className={styles.row}>
            {cells.map((cell) => (
              <span key={cell.start} role="cell" className={styles.cell}>
                {marked(cell)}
              </span>
            ))}
          </span>
        ))}
      </span>
    ),
  );
}
