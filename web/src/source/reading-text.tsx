// The reading text with its structure, scrolled to the quotation, which is highlighted exactly.
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { operations } from '../../../src/knowledge/contract.ts';
import { Reading } from '../evidence/reading.tsx';
import { scrollWithin } from './scroll-within.ts';
import styles from './source.module.css';

type ReadingOfVersion = Pick<z.infer<typeof operations.getReadingText.reply.output>, 'title' | 'text' | 'paragraphs'>;
type Paragraph = ReadingOfVersion['paragraphs'][number];

interface Properties {
  readonly reading: ReadingOfVersion;
  readonly start: number;
  readonly end: number;
}

export function ReadingText({ reading, start, end }: Properties) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = container.current?.querySelector('mark');
    if (container.current && mark) scrollWithin(container.current, mark);
  }, []);
  return (
    // The region scrolls, so it must be reachable by keyboard.
    <div ref={container} className={styles.reading} tabIndex={0} role="region" aria-label={reading.title}>
      {withTablesWhole(reading.paragraphs).map((paragraph) => (
        <ParagraphView key={paragraph.start} paragraph={paragraph}>
          <Reading
            text={reading.text.slice(paragraph.start, paragraph.end)}
            spans={[{ start: start - paragraph.start, end: end - paragraph.start }]}
          />
        </ParagraphView>
      ))}
    </div>
  );
}

/** Rows that follow each other become one paragraph, so that their columns stand under each other. */
function withTablesWhole(paragraphs: readonly Paragraph[]): Paragraph[] {
  const whole: Paragraph[] = [];
  for (const paragraph of paragraphs) {
    const before = whole.at(-1);
    if (before?.kind === 'table-row' && paragraph.kind === 'table-row') whole[whole.length - 1] = { ...before, end: paragraph.end };
    else whole.push(paragraph);
  }
  return whole;
}

function ParagraphView({ paragraph, children }: { readonly paragraph: Paragraph; readonly children: React.ReactNode }) {
  if (paragraph.kind === 'title') return <h3 className={styles.documentTitle}>{children}</h3>;
  if (paragraph.kind === 'heading') return <h4 className={(paragraph.level ?? 1) <= 2 ? styles.chapter : styles.article}>{children}</h4>;
  if (paragraph.kind === 'table-row') return <p className={styles.rows}>{children}</p>;
  return <p className={paragraph.kind === 'list-item' ? styles.item : styles.body}>{children}</p>;
}
