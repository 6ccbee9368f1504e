// The pages of an original, one at a time, with the quotation's boxes drawn over the page.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as knowledge } from '../../../src/knowledge/contract.ts';
import { addressOf } from '../../../src/base/prepare-request.ts';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import type { OpenOriginal } from './original.ts';
import { OriginalPage, type PageShape } from './original-page.tsx';
import { PageToolbar } from './page-toolbar.tsx';
import styles from './source.module.css';
import type { SourcePlace } from './source-place.ts';
import { useOriginal } from './use-original.ts';

interface Properties {
  readonly open: OpenOriginal;
  readonly place: SourcePlace;
  readonly shapes: readonly PageShape[];
}

export function OriginalPages({ open, place, shapes }: Properties) {
  const { t } = useTranslation();
  const opened = useOriginal(open, addressOf(knowledge.getOriginal, { versionId: place.versionId }));
  const marked = place.origin.filter((span) => span.kind === 'page');
  const quotedPage = marked[0]?.page ?? 1;
  const [page, setPage] = useState(quotedPage);
  const [zoom, setZoom] = useState(1);
  if (opened.kind === 'loading') return <Loading rows={8} />;
  if (opened.kind === 'failed') return <Nothing sentence={t('source.pageFailed')} />;
  const { original } = opened;
  return (
    <div className={styles.pages}>
      <PageToolbar page={page} pageCount={original.pageCount} quotedPage={quotedPage} zoom={zoom} onPage={setPage} onZoom={setZoom} />
      <OriginalPage
        key={`${page} ${zoom}`}
        original={original}
        page={page}
        zoom={zoom}
        shape={shapes[page - 1]}
        boxes={marked.filter((span) => span.page === page).flatMap((span) => span.boxes)}
      />
    </div>
  );
}
