// The editor's desk: what in the library asks for something to be done, and the documents that do.
import { useQuery } from '@tanstack/react-query';
import { App, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { unansweredOperations } from '../../../src/answer/unanswered-contract.ts';
import { deskOperations, type Finding } from '../../../src/knowledge/desk-contract.ts';
import { call, queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import { DocumentTable } from '../library/document-table.tsx';
import { useDocuments, useLibraryChange } from '../library/use-documents.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { DuplicateList } from './duplicate-list.tsx';
import { FindingCards, type Shown } from './finding-cards.tsx';
import { LibraryReport } from './library-report.tsx';
import { UnansweredList } from './unanswered-list.tsx';
import styles from './desk.module.css';

export function DeskPage() {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>('rejected');
  const report = useQuery(queryOf(deskOperations.getLibraryReport, {}));
  const duplicates = useQuery(queryOf(deskOperations.listDuplicates, {}));
  const unanswered = useQuery(queryOf(unansweredOperations.countUnanswered, {}));
  return (
    <Page title={t('desk.title')} lead={t('desk.lead')}>
      <Link to="/library">{t('documents.toLibrary')}</Link>
      {report.error && <Fault error={report.error} onRetry={() => void report.refetch()} />}
      {report.isPending && <Loading rows={4} />}
      {report.data && (
        <FindingCards
          counts={report.data.counts}
          documents={report.data.documents}
          duplicates={duplicates.data?.duplicates.length}
          unanswered={unanswered.data?.runs}
          shown={shown}
          onShow={setShown}
        />
      )}
      <section aria-label={t(`desk.finding.${shown}`)} className={styles.found}>
        <h2 className={styles.heading}>{t(`desk.finding.${shown}`)}</h2>
        <p className={styles.hint}>{t(`desk.hint.${shown}`)}</p>
        {shown === 'duplicates' && <DuplicateList duplicates={duplicates} />}
        {shown === 'unanswered' && <UnansweredList />}
        {shown !== 'duplicates' && shown !== 'unanswered' && <Found finding={shown} />}
      </section>
      <LibraryReport />
    </Page>
  );
}

function Found({ finding }: { readonly finding: Finding }) {
  return (
    <>
      {finding === 'rejected' && <RetryAll />}
      <DocumentTable filter={{ finding }} withReport />
    </>
  );
}

/** As many as one request takes: those that are listed. */
function RetryAll() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useLibraryChange();
  const { data } = useDocuments({ finding: 'rejected' });
  const documentIds = data?.pages.flatMap(({ documents }) => documents.map(({ id }) => id)).slice(0, 100) ?? [];
  if (documentIds.length === 0) return null;
  const retry = async () => {
    if (await change(() => call(deskOperations.retryDocuments, { documentIds }))) message.success(t('library.retried'));
  };
  return (
    <Button className={styles.retry ?? ''} onClick={() => void retry()}>
      {t('desk.retryAll', { count: documentIds.length })}
    </Button>
  );
}
