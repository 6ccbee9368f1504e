// A source, opened at a place: as reading text, and for PDFs as the page itself.
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as knowledge } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { ReadingText } from './reading-text.tsx';
import { SourceHeader } from './source-header.tsx';
import type { SourcePlace } from './source-place.ts';
import styles from './source.module.css';

const PdfPages = lazy(async () => ({ default: (await import('./pdf-pages.tsx')).PdfPages }));

export function SourceView({ place, onClose }: { readonly place: SourcePlace; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const reading = useQuery(queryOf(knowledge.getReadingText, { versionId: place.versionId }));
  const page = {
    key: 'page',
    label: t('source.page'),
    children: (
      <Suspense fallback={<Loading />}>
        <PdfPages place={place} />
      </Suspense>
    ),
  };
  const text = {
    key: 'text',
    label: t('source.readingText'),
    children: reading.data && <ReadingText reading={reading.data} start={place.start} end={place.end} />,
  };
  return (
    <section className={styles.view} aria-label={place.title}>
      <SourceHeader place={place} version={reading.data?.version} onClose={onClose} />
      {reading.isPending && <Loading rows={8} />}
      {reading.isError && <Fault error={reading.error} onRetry={() => void reading.refetch()} />}
      {reading.data && <Tabs className={styles.tabs ?? ''} items={reading.data.version.format === 'pdf' ? [page, text] : [text]} />}
    </section>
  );
}
