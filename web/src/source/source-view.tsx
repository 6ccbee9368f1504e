// A source, opened at a place: as reading text, and for PDFs as the page itself.
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { attachmentOperations as attachments } from '../../../src/answer/attachments-contract.ts';
import { operations as knowledge } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { ReadingText } from './reading-text.tsx';
import { SourceHeader } from './source-header.tsx';
import type { SourcePlace } from './source-place.ts';
import styles from './source.module.css';

const PdfPages = lazy(async () => ({ default: (await import('./pdf-pages.tsx')).PdfPages }));

interface Properties {
  readonly place: SourcePlace;
  readonly onClose: () => void;
}

export function SourceView({ place, onClose }: Properties) {
  return place.isAttached ? <AttachmentView place={place} onClose={onClose} /> : <DocumentView place={place} onClose={onClose} />;
}

/** Its bytes are not kept: there is the reading text alone. */
function AttachmentView({ place, onClose }: Properties) {
  const reading = useQuery(queryOf(attachments.getAttachmentText, { attachmentId: place.versionId }));
  return (
    <section className={styles.view} aria-label={place.title}>
      <SourceHeader place={place} version={undefined} onClose={onClose} />
      {reading.isPending && <Loading rows={8} />}
      {reading.isError && <Fault error={reading.error} onRetry={() => void reading.refetch()} />}
      {reading.data && <ReadingText reading={reading.data} start={place.start} end={place.end} />}
    </section>
  );
}

function DocumentView({ place, onClose }: Properties) {
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
