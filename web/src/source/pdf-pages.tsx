// The pages of a PDF, one at a time, with the quotation's boxes drawn over the page.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as knowledge } from '../../../src/knowledge/contract.ts';
import { addressOf } from '../../../src/base/prepare-request.ts';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { PdfPage } from './pdf-page.tsx';
import { PdfToolbar } from './pdf-toolbar.tsx';
import styles from './source.module.css';
import type { SourcePlace } from './source-place.ts';
import { usePdf } from './use-pdf.ts';

export function PdfPages({ place }: { readonly place: SourcePlace }) {
  const { t } = useTranslation();
  const pdf = usePdf(addressOf(knowledge.getOriginal, { versionId: place.versionId }));
  const marked = place.origin.filter((span) => span.kind === 'page');
  const quotedPage = marked[0]?.page ?? 1;
  const [page, setPage] = useState(quotedPage);
  const [zoom, setZoom] = useState(1);
  if (pdf.kind === 'loading') return <Loading rows={8} />;
  if (pdf.kind === 'failed') return <Nothing sentence={t('source.pageFailed')} />;
  return (
    <div className={styles.pages}>
      <PdfToolbar page={page} pageCount={pdf.document.numPages} quotedPage={quotedPage} zoom={zoom} onPage={setPage} onZoom={setZoom} />
      <PdfPage
        key={`${page} ${zoom}`}
        document={pdf.document}
        page={page}
        zoom={zoom}
        boxes={marked.filter((span) => span.page === page).flatMap((span) => span.boxes)}
      />
    </div>
  );
}
