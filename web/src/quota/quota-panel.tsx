// Quotas with what is used of each, and what everybody used.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as quotas, type Quota } from '../../../src/quota/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { LibraryLimits } from './library-limits.tsx';
import { QuotaCard } from './quota-card.tsx';
import { QuotaForm } from './quota-form.tsx';
import styles from './quota.module.css';
import { UsageTable } from './usage-table.tsx';

const refreshMs = 5_000;

export function QuotaPanel() {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('quotas.manage');
  const [editing, setEditing] = useState<Quota | 'new'>();
  const { data, error, refetch } = useQuery({ ...queryOf(quotas.listQuotas, {}), refetchInterval: refreshMs });
  return (
    <>
      <p className={styles.soft}>{t('quota.lead')}</p>
      {mayManage && (
        <Button type="primary" disabled={!data} onClick={() => setEditing('new')}>
          {t('quota.add')}
        </Button>
      )}
      {data && editing && (
        <QuotaForm subjects={data.subjects} quota={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data?.quotas.length === 0 && <Nothing sentence={t('quota.none')} />}
      <ul className={styles.list}>
        {data?.quotas.map((quota) => (
          <QuotaCard key={quota.id} quota={quota} {...(mayManage ? { onChange: () => setEditing(quota) } : {})} />
        ))}
      </ul>
      <UsageTable />
      <LibraryLimits />
    </>
  );
}
