// Library: documents in, their state and validity, and out again with a way back.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '../../../src/knowledge/contract.ts';
import { Page } from '../frame/page.tsx';
import { Beside } from '../source/beside.tsx';
import { type SourcePlace, useOpenSource } from '../source/source-place.ts';
import { DocumentDrawer } from './document-drawer.tsx';
import { DocumentFilters } from './document-filters.tsx';
import { DocumentTable } from './document-table.tsx';
import { ImportPanel } from './import-panel.tsx';
import type { DocumentFilter } from './use-documents.ts';

export function LibraryPage() {
  const { t } = useTranslation();
  const source = useOpenSource();
  const [filter, setFilter] = useState<DocumentFilter>({});
  const [shown, setShown] = useState<Document['id']>();
  const openSource = (place: SourcePlace) => {
    setShown(undefined);
    source.open(place);
  };
  return (
    <Beside source={source}>
      <Page title={t('library.title')} lead={t('library.lead')}>
        <ImportPanel />
        <DocumentFilters filter={filter} onChange={setFilter} />
        <DocumentTable filter={filter} onShow={setShown} />
        <DocumentDrawer documentId={shown} onClose={() => setShown(undefined)} onOpenSource={openSource} />
      </Page>
    </Beside>
  );
}
