// Who used how much in the day or month that runs, whether or not there is a quota.
import { useQuery } from '@tanstack/react-query';
import { Segmented, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindSchema, operations as quotas, type Period, type Subject, type Usage } from '../../../src/quota/contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './quota.module.css';
import { useAmount } from './use-amount.ts';

/** It is added up anew each time. */
const refreshMs = 30_000;

export function UsageTable() {
  const { t } = useTranslation();
  const columns = useColumns();
  const [kind, setKind] = useState<Subject['kind']>('scenario');
  const [period, setPeriod] = useState<Period>('day');
  const { data, error, refetch } = useQuery({
    ...queryOf(quotas.listUsage, { kind, period }),
    refetchInterval: refreshMs,
    placeholderData: (before) => before,
  });
  return (
    <section aria-label={t('quota.usage')}>
      <h2 className={styles.heading}>{t('quota.usage')}</h2>
      <p className={styles.soft}>{t('quota.usageLead')}</p>
      <div className={styles.choices}>
        <Segmented
          aria-label={t('quota.by')}
          value={kind}
          onChange={setKind}
          options={kindSchema.options.map((value) => ({ value, label: t(`quota.kind.${value}`) }))}
        />
        <Segmented
          aria-label={t('quota.since')}
          value={period}
          onChange={setPeriod}
          options={[
            { value: 'day', label: t('quota.today') },
            { value: 'month', label: t('quota.thisMonth') },
          ]}
        />
      </div>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={3} />}
      {data?.usage.length === 0 && <p className={styles.soft}>{t('quota.noUsage')}</p>}
      {data && data.usage.length > 0 && (
        <Table rowKey="subject" size="middle" columns={columns} dataSource={data.usage} pagination={false} scroll={{ x: 'max-content' }} />
      )}
    </section>
  );
}

function useColumns(): ColumnsType<Usage> {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = useAmount();
  const figure = (key: 'requests' | 'tokens' | 'estimated' | 'money', render: (row: Usage) => ReactNode) => ({
    key,
    title: t(`quota.column.${key}`),
    align: 'right' as const,
    render: (_: unknown, row: Usage) => render(row),
  });
  return [
    { key: 'name', title: t('quota.column.name'), dataIndex: 'name', fixed: 'left' },
    figure('requests', ({ requests }) => format.number(requests)),
    figure('tokens', ({ tokens }) => format.number(tokens)),
    figure('estimated', ({ estimatedTokens }) => format.number(estimatedTokens)),
    figure('money', ({ money, unpriced }) => (
      <>
        {money === 0 && unpriced > 0 ? '—' : shown('money', money)}
        {unpriced > 0 && <div className={styles.soft}>{t('quota.unpriced', { count: unpriced })}</div>}
      </>
    )),
  ];
}
