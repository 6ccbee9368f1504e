// The reading text with its structure, scrolled to the quotation, which is highlighted exactly.
import { useEffect, useRef } from 'react';
import type { z } from 'zod';
import type { operations } from '../../../src/knowledge/contract.ts';
import { MarkedText } from '../evidence/marked-text.tsx';
import { scrollWithin } from './scroll-within.ts';
import styles from './source.module.css';

type Reading = z.infer<typeof operations.getReadingText.reply.output>;
type Paragraph = Reading['paragraphs'][number];

export function ReadingText({ reading, start, end }: { readonly reading: Reading; readonly start: number; readonly end: number }) {
  const container = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const mark = container.current?.querySelector('mark');
    if (container.current && mark) scrollWithin(container.current, mark);
  }, []);
  return (
    // The region scrolls, so it must be reachable by keyboard.
    <div ref={container} className={styles.reading} tabIndex={0} role="region" aria-label={reading.title}>
      {reading.paragraphs.map((paragraph) => (
        <ParagraphView key={paragraph.start} paragraph={paragraph}>
          <MarkedText
            text={reading.text.slice(paragraph.start, paragraph.end)}
            spans={[{ start: start - paragraph.start, end: end - paragraph.start }]}
          />
        </ParagraphView>
      ))}
    </div>
  );
}

function ParagraphView({ paragraph, children }: { readonly paragraph: Paragraph; readonly children: React.ReactNode }) {
  if (paragraph.kind === 'title') return <h3 className={styles.documentTitle}>{children}</h3>;
  if (paragraph.kind === 'heading') return <h4 className={(paragraph.level ?? 1) <= 2 ? styles.chapter : styles.article}>{children}</h4>;
  if (paragraph.kind === 'table-row') return <p className={styles.row}>{children}</p>;
  return <p className={paragraph.kind === 'list-item' ? styles.item : styles.body}>{children}</p>;
}
