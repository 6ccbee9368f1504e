// When a document counts, what it rests on and how that stands, and what rests on it.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Document } from '../../../src/knowledge/contract.ts';
import { type DocumentValidity, validityOperations } from '../../../src/knowledge/validity-contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useLibraryChange } from '../library/use-documents.ts';
import type { SourcePlace } from '../source/source-place.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { CitedList } from './cited-list.tsx';
import styles from './document.module.css';
import { ValidityTimeline } from './validity-timeline.tsx';

interface Properties {
  readonly document: Document;
  readonly onOpenSource: (place: SourcePlace) => void;
}

export function ValidityPanel({ document, onOpenSource }: Properties) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(queryOf(validityOperations.getValidity, { documentId: document.id }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading rows={8} />;
  const { periods, events, versionId, cites, citedBy } = data;
  if (versionId === null) return <Nothing sentence={t('documents.noValidity')} />;
  return (
    <div className={styles.panel}>
      <OpenRepeals document={document} validity={data} />
      <ValidityTimeline periods={periods} events={events} />
      <CitedList cites={cites} title={document.title} versionId={versionId} onOpenSource={onOpenSource} />
      <section aria-label={t('documents.citedBy')}>
        <h2 className={styles.heading}>{t('documents.citedBy')}</h2>
        {citedBy.length === 0 && <p className={styles.soft}>{t('documents.citedByNone')}</p>}
        <ul className={styles.links}>
          {citedBy.map(({ documentId, title, kind }) => (
            <li key={documentId}>
              <Tag>{t(`documents.kindBy.${kind}`)}</Tag>
              <Link to={`/library/${documentId}?tab=validity`}>{title}</Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function OpenRepeals({ document, validity }: { readonly document: Document; readonly validity: DocumentValidity }) {
  const { t } = useTranslation();
  const change = useLibraryChange();
  return validity.openRepeals.map(({ documentId, title, on }) => (
    <Alert
      key={documentId}
      type="warning"
      showIcon
      title={t('documents.mayBeRepealed', { title })}
      description={on === null ? t('documents.repealUndated') : t('documents.repealFrom', { on })}
      action={
        validity.mayWrite &&
        on !== null && (
          <Button
            onClick={() =>
              void change(() => call(validityOperations.repealDocument, { documentId: document.id, byDocumentId: documentId, on }))
            }
          >
            {t('documents.confirmRepeal')}
          </Button>
        )
      }
    />
  ));
}
