// One page, drawn as wide as there is room, with boxes in page points placed over it in percent.
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { originSpanSchema } from '../../../src/knowledge/contract.ts';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { scrollWithin } from './scroll-within.ts';
import styles from './source.module.css';
import { usePageDrawing } from './use-pdf.ts';

type Box = Extract<z.infer<typeof originSpanSchema>, { kind: 'page' }>['boxes'][number];

interface Properties {
  readonly document: PDFDocumentProxy;
  readonly page: number;
  readonly zoom: number;
  readonly boxes: readonly Box[];
}

export function PdfPage({ document, page, zoom, boxes }: Properties) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const firstBox = useRef<HTMLDivElement>(null);
  const drawing = usePageDrawing(document, page, zoom, frame, canvas);
  useEffect(() => {
    if (drawing.kind === 'drawn' && frame.current && firstBox.current) scrollWithin(frame.current, firstBox.current);
  }, [drawing.kind]);
  return (
    <div ref={frame} className={styles.pageFrame} tabIndex={0} role="region" aria-label={t('source.page')}>
      {drawing.kind === 'failed' && <Nothing sentence={t('source.pageFailed')} />}
      {drawing.kind === 'drawing' && <Loading rows={8} />}
      <div className={styles.page} hidden={drawing.kind !== 'drawn'}>
        <canvas ref={canvas} />
        {drawing.kind === 'drawn' &&
          boxes.map((box, index) => (
            <div
              key={`${box.x} ${box.y}`}
              ref={index === 0 ? firstBox : null}
              className={styles.box}
              role="img"
              aria-label={t('source.quoteLabel')}
              style={placement(box, drawing)}
            />
          ))}
      </div>
    </div>
  );
}

function placement(box: Box, page: { readonly width: number; readonly height: number }) {
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return {
    left: percent(box.x, page.width),
    top: percent(box.y, page.height),
    width: percent(box.width, page.width),
    height: percent(box.height, page.height),
  };
}
