import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations } from '../../../src/ledger/contract.ts';
import { DayInput } from '../language/day-input.tsx';
import styles from './ledger.module.css';
import type { RecordFilter } from './use-records.ts';

interface Properties {
  readonly filter: RecordFilter;
  readonly onChange: (filter: RecordFilter) => void;
}

const { action: actionFilter, outcome: outcomeFilter } = operations.listRecords.input.shape;
const actions = actionFilter.unwrap().options;
const outcomes = outcomeFilter.unwrap().options;

export function LedgerFilters({ filter, onChange }: Properties) {
  const { t } = useTranslation();
  const change = (part: RecordFilter) => onChange({ ...filter, ...part });
  return (
    <div className={styles.filters}>
      <Select
        className={styles.actionFilter ?? ''}
        aria-label={t('ledger.filterAction')}
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        placeholder={t('ledger.filterAction')}
        options={actions.map((action) => ({ value: action, label: t(`ledger.action.${action}`) }))}
        onChange={(action?: RecordFilter['action']) => change({ action })}
      />
      <Select
        aria-label={t('ledger.filterOutcome')}
        allowClear
        placeholder={t('ledger.filterOutcome')}
        options={outcomes.map((outcome) => ({ value: outcome, label: t(`ledger.outcome.${outcome}`) }))}
        onChange={(outcome?: RecordFilter['outcome']) => change({ outcome })}
      />
      {(['actor', 'subject'] as const).map((name) => (
        <Input.Search
          key={name}
          className={styles.idFilter ?? ''}
          allowClear
          aria-label={t(`ledger.filterId.${name}`)}
          placeholder={t(`ledger.filterId.${name}`)}
          onSearch={(id) => change({ [name]: id.trim() || undefined })}
        />
      ))}
      <label className={styles.day}>
        <span>{t('ledger.from')}</span>
        <DayInput value={filter.fromDay ?? ''} onChange={(fromDay) => change({ fromDay: fromDay || undefined })} />
      </label>
      <label className={styles.day}>
        <span>{t('ledger.to')}</span>
        <DayInput value={filter.toDay ?? ''} onChange={(toDay) => change({ toDay: toDay || undefined })} />
      </label>
    </div>
  );
}
