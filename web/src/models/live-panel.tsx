// How models do: what this process knows of them now, and what their calls came to, in figures alone.
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as models, type ModelFigures, type Span, spanSchema } from '../../../src/models/contract.ts';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { FigureChart } from './figure-chart.tsx';
import { FigureTable } from './figure-table.tsx';
import { HealthList } from './health-list.tsx';
import styles from './models.module.css';

const groups = ['models', 'scenarios'] as const;
/** The server counts longer spans less often than that. */
const refreshMs = 5_000;

export function LivePanel() {
  const { t } = useTranslation();
  const [span, setSpan] = useState<Span>('hour');
  const [by, setBy] = useState<(typeof groups)[number]>('models');
  const { data, error, refetch } = useQuery({
    ...queryOf(models.getModelFigures, { span }),
    refetchInterval: refreshMs,
    placeholderData: (before) => before,
  });
  return (
    <>
      <p className={styles.soft}>{t('models.live.lead')}</p>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={6} />}
      {data?.health.length === 0 && data.models.length === 0 && <Nothing sentence={t('models.none')} />}
      {data && data.health.length > 0 && <HealthList health={data.health} />}
      {data && data.health.length + data.models.length > 0 && (
        <section aria-label={t('models.live.figures')}>
          <h2 className={styles.heading}>{t('models.live.figures')}</h2>
          <div className={styles.choices}>
            <Segmented
              aria-label={t('models.live.span')}
              value={span}
              onChange={setSpan}
              options={spanSchema.options.map((value) => ({ value, label: t(`models.live.spans.${value}`) }))}
            />
            <Segmented
              aria-label={t('models.live.by')}
              value={by}
              onChange={setBy}
              options={groups.map((value) => ({ value, label: t(`models.live.groups.${value}`) }))}
            />
          </div>
          {data[by].length === 0 ? (
            <p className={styles.soft}>{t('models.live.noCalls')}</p>
          ) : (
            <Figures figures={data} span={span} by={by} />
          )}
        </section>
      )}
    </>
  );
}

interface FiguresProperties {
  readonly figures: ModelFigures;
  readonly span: Span;
  readonly by: (typeof groups)[number];
}

function Figures({ figures, span, by }: FiguresProperties) {
  const { from, to, slotSeconds } = figures;
  return (
    <>
      <FigureChart from={from} to={to} slotSeconds={slotSeconds} span={span} rows={figures[by]} />
      <FigureTable rows={figures[by]} />
    </>
  );
}
