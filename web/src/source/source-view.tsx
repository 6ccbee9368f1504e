// A source, opened at a place: as reading text, and for PDFs and pictures as the page itself.
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import { type ComponentProps, type ComponentType, lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { attachmentOperations as attachments } from '../../../src/answer/attachments-contract.ts';
import { operations as knowledge, type Version } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import type { OpenOriginal } from './original.ts';
import { OriginalPages } from './original-pages.tsx';
import { ReadingText } from './reading-text.tsx';
import { SourceHeader } from './source-header.tsx';
import type { SourcePlace } from './source-place.ts';
import styles from './source.module.css';

/** What draws the pages of an original, by its format. */
const viewers: Partial<Record<NonNullable<Version['format']>, ComponentType<ViewerProperties>>> = {
  pdf: viewer(async () => (await import('./open-pdf.ts')).openPdf),
  image: viewer(async () => (await import('./open-picture.ts')).openPicture),
};
type ViewerProperties = Omit<ComponentProps<typeof OriginalPages>, 'open'>;

function viewer(load: () => Promise<OpenOriginal>): ComponentType<ViewerProperties> {
  return lazy(async () => {
    const open = await load();
    return { default: (properties: ViewerProperties) => <OriginalPages open={open} {...properties} /> };
  });
}

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
  const format = reading.data?.version.format;
  const Viewer = format ? viewers[format] : undefined;
  const page = Viewer && {
    key: 'page',
    label: t('source.page'),
    children: (
      <Suspense fallback={<Loading />}>
        <Viewer place={place} shapes={reading.data?.pages ?? []} />
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
      {reading.data && <Tabs className={styles.tabs ?? ''} items={page ? [page, text] : [text]} />}
    </section>
  );
}
