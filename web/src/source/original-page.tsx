// One page, upright, drawn as wide as there is room, with boxes in page points placed over it in percent.
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { operations, originSpanSchema } from '../../../src/knowledge/contract.ts';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import type { Original } from './original.ts';
import { scrollWithin } from './scroll-within.ts';
import styles from './source.module.css';
import { usePageDrawing } from './use-original.ts';

type Box = Extract<z.infer<typeof originSpanSchema>, { kind: 'page' }>['boxes'][number];
export type PageShape = z.infer<typeof operations.getReadingText.reply.output>['pages'][number];

interface Properties {
  readonly original: Original;
  readonly page: number;
  readonly zoom: number;
  readonly shape: PageShape | undefined;
  readonly boxes: readonly Box[];
}

export function OriginalPage({ original, page, zoom, shape, boxes }: Properties) {
  const { t } = useTranslation();
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const firstBox = useRef<HTMLDivElement>(null);
  const drawing = usePageDrawing({ original, page, turn: shape?.turn ?? 0, zoom }, frame, canvas);
  useEffect(() => {
    if (drawing === 'drawn' && frame.current && firstBox.current) scrollWithin(frame.current, firstBox.current);
  }, [drawing]);
  return (
    <div ref={frame} className={styles.pageFrame} tabIndex={0} role="region" aria-label={t('source.page')}>
      {drawing === 'failed' && <Nothing sentence={t('source.pageFailed')} />}
      {drawing === 'drawing' && <Loading rows={8} />}
      <div className={styles.page} hidden={drawing !== 'drawn'}>
        <canvas ref={canvas} />
        {drawing === 'drawn' &&
          shape &&
          boxes.map((box, index) => (
            <div
              key={`${box.x} ${box.y}`}
              ref={index === 0 ? firstBox : null}
              className={styles.box}
              role="img"
              aria-label={t('source.quoteLabel')}
              style={placement(box, shape)}
            />
          ))}
      </div>
    </div>
  );
}

function placement(box: Box, page: PageShape) {
  const percent = (part: number, whole: number) => `${(100 * part) / whole}%`;
  return {
    left: percent(box.x, page.width),
    top: percent(box.y, page.height),
    width: percent(box.width, page.width),
    height: percent(box.height, page.height),
  };
}
