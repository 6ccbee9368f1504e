// Ledger 账本: what was done, by whom, and the proof that nobody changed the record of it.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Page } from '../frame/page.tsx';
import { LedgerFilters } from './ledger-filters.tsx';
import { ProofPanel } from './proof-panel.tsx';
import { RecordDrawer } from './record-drawer.tsx';
import { RecordTable } from './record-table.tsx';
import type { RecordFilter } from './use-records.ts';

export function LedgerPage() {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<RecordFilter>({});
  const [shown, setShown] = useState<number>();
  return (
    <Page title={t('ledger.title')} lead={t('ledger.lead')}>
      <ProofPanel onShow={setShown} />
      <LedgerFilters filter={filter} onChange={setFilter} />
      <RecordTable filter={filter} onShow={setShown} />
      <RecordDrawer sequence={shown} onShow={setShown} onClose={() => setShown(undefined)} />
    </Page>
  );
}
