// Library: documents in, their state and validity, and out again with a way back.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePerson } from '../account/signed-in.tsx';
import { Page } from '../frame/page.tsx';
import { DocumentFilters } from './document-filters.tsx';
import { DocumentTable } from './document-table.tsx';
import { LibraryRoom } from './library-room.tsx';
import { ImportPanel } from './import-panel.tsx';
import { ReadingQueue } from './reading-queue.tsx';
import type { DocumentFilter } from './use-documents.ts';

export function LibraryPage() {
  const { t } = useTranslation();
  const mayWrite = usePerson().permissions.includes('documents.write');
  const [filter, setFilter] = useState<DocumentFilter>({});
  return (
    <Page title={t('library.title')} lead={t('library.lead')}>
      {mayWrite && (
        <span>
          <Link to="/library/desk">{t('desk.open')} ›</Link> <Link to="/library/sources">{t('sources.open')} ›</Link>
        </span>
      )}
      {mayWrite && <LibraryRoom />}
      <ImportPanel />
      {mayWrite && <ReadingQueue />}
      <DocumentFilters filter={filter} onChange={setFilter} />
      <DocumentTable filter={filter} />
    </Page>
  );
}
