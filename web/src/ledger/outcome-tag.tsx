import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { LedgerRecord } from '../../../src/ledger/contract.ts';

const colours: Readonly<Record<LedgerRecord['outcome'], string>> = {
  begun: 'default',
  done: 'success',
  refused: 'warning',
  failed: 'error',
};

export function OutcomeTag({ outcome }: { readonly outcome: LedgerRecord['outcome'] }) {
  const { t } = useTranslation();
  return <Tag color={colours[outcome]}>{t(`ledger.outcome.${outcome}`)}</Tag>;
}
