// Each kind of data with its period and what the next night removes; and how the last runs went.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Progress, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as retention, type Period, type RetentionRun } from '../../../src/retention/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call, queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { PeriodForm } from './period-form.tsx';
import styles from './security.module.css';

const refreshMs = 3_000;

export function RetentionList() {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('retention.manage');
  const change = useChange([retention.getRetention]);
  const { data, error, refetch } = useQuery({
    ...queryOf(retention.getRetention, {}),
    refetchInterval: ({ state }) => (state.data?.runs.some((run) => run.state !== 'done') ? refreshMs : false),
  });
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  return (
    <div className={styles.main}>
      <p className={styles.soft}>{t('retention.lead', { at: data.at })}</p>
      <ul className={styles.cards}>
        {data.periods.map((period) => (
          <PeriodCard key={period.kind} period={period} mayManage={mayManage} />
        ))}
      </ul>
      <p className={styles.soft}>{t('retention.backups')}</p>
      <h2 className={styles.heading}>{t('retention.runs')}</h2>
      {mayManage && (
        <Popconfirm
          title={t('retention.applySure')}
          onConfirm={() => void change(() => call(retention.applyRetention, {}), t('retention.applying'))}
        >
          <Button danger>{t('retention.apply')}</Button>
        </Popconfirm>
      )}
      {data.runs.length === 0 && <p>{t('retention.noRuns')}</p>}
      <ul className={styles.cards}>
        {data.runs.map((run) => (
          <RunCard key={run.id} run={run} />
        ))}
      </ul>
    </div>
  );
}

function PeriodCard({ period, mayManage }: { readonly period: Period; readonly mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isChanging, setChanging] = useState(false);
  const { kind, days, over, held } = period;
  return (
    <li className={styles.card}>
      <div className={styles.about}>
        <strong>{t(`retention.kind.${kind}`)}</strong> <Tag>{days === 0 ? t('retention.forEver') : t('retention.days', { days })}</Tag>
        {held > 0 && <Tag color="warning">{t('retention.held', { held: format.number(held) })}</Tag>}
        <div className={styles.soft}>{t(`retention.what.${kind}`)}</div>
        <div className={styles.soft}>{t('retention.next', { over: format.number(over) })}</div>
      </div>
      {mayManage && (
        <Button size="small" aria-label={t('retention.changeOf', { kind: t(`retention.kind.${kind}`) })} onClick={() => setChanging(true)}>
          {t('retention.change')}
        </Button>
      )}
      {isChanging && <PeriodForm period={period} onClose={() => setChanging(false)} />}
    </li>
  );
}

function RunCard({ run: { state, isScheduled, createdAt, totals, removed } }: { readonly run: RetentionRun }) {
  const { t } = useTranslation();
  const format = useFormat();
  const sum = (counts: RetentionRun['totals']) => Object.values(counts).reduce((total, count) => total + count, 0);
  const [done, all] = [sum(removed), sum(totals)];
  return (
    <li className={styles.card}>
      <div className={styles.about}>
        <Tag color={state === 'done' ? 'success' : 'processing'}>{t(`retention.state.${state}`)}</Tag>
        {format.instant(createdAt)} · {t(isScheduled ? 'retention.scheduled' : 'retention.byHand')}
        <div className={styles.soft}>{t('retention.removed', { count: done })}</div>
        {state === 'running' && <Progress percent={all === 0 ? 100 : Math.floor((100 * done) / Math.max(all, done))} size="small" />}
      </div>
    </li>
  );
}
