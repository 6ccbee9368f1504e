// What calls came to, a line for each model or scenario. What is not known is a dash, never nought.
import { Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useTranslation } from 'react-i18next';
import type { FiguresOf } from '../../../src/models/contract.ts';
import { useFormat } from '../language/format.ts';
import styles from './models.module.css';

export function FigureTable({ rows }: { readonly rows: readonly FiguresOf[] }) {
  const { t } = useTranslation();
  return (
    <>
      <Table rowKey="id" size="middle" columns={useColumns()} dataSource={rows} pagination={false} scroll={{ x: 'max-content' }} />
      <p className={styles.soft}>{t('models.live.timesHint')}</p>
    </>
  );
}

function useColumns(): ColumnsType<FiguresOf> {
  const { t } = useTranslation();
  const format = useFormat();
  const count = (value: number | null) => (value === null ? '—' : format.number(value));
  const times = (value: FiguresOf['firstTokenMs']) =>
    value === null ? '—' : t('models.live.times', { p50: format.duration(value.p50), p95: format.duration(value.p95) });
  const figure = (key: keyof typeof titles, render: (row: FiguresOf) => React.ReactNode) => ({
    key,
    title: t(titles[key]),
    align: 'right' as const,
    render: (_: unknown, row: FiguresOf) => render(row),
  });
  return [
    { key: 'name', title: t('models.live.column.name'), dataIndex: 'name', fixed: 'left' },
    figure('calls', ({ calls }) => count(calls)),
    figure('failed', ({ failed, faults }) => (
      <>
        {count(failed)}
        {faults.map(({ fault, calls }) => (
          <div key={fault} className={styles.under}>
            {t('models.live.faultCount', { fault: t(`models.live.fault.${fault}`), count: calls })}
          </div>
        ))}
      </>
    )),
    figure('waited', ({ waitedMs }) => times(waitedMs)),
    figure('firstToken', ({ firstTokenMs }) => times(firstTokenMs)),
    figure('betweenTokens', ({ betweenTokensMs }) => times(betweenTokensMs)),
    figure('prompt', ({ promptTokens, cachedTokens }) => (
      <>
        {count(promptTokens)}
        {cachedTokens !== null && cachedTokens > 0 && (
          <div className={styles.under}>{t('models.live.cached', { count: cachedTokens })}</div>
        )}
      </>
    )),
    figure('completion', ({ completionTokens, reasoningTokens }) => (
      <>
        {count(completionTokens)}
        {reasoningTokens !== null && reasoningTokens > 0 && (
          <div className={styles.under}>{t('models.live.reasoning', { count: reasoningTokens })}</div>
        )}
      </>
    )),
    figure('cost', ({ cost }) => (cost === null ? '—' : t('models.live.yuan', { amount: format.amount(cost / 1_000_000) }))),
  ];
}

const titles = {
  calls: 'models.live.column.calls',
  failed: 'models.live.column.failed',
  waited: 'models.live.column.waited',
  firstToken: 'models.live.column.firstToken',
  betweenTokens: 'models.live.column.betweenTokens',
  prompt: 'models.live.column.prompt',
  completion: 'models.live.column.completion',
  cost: 'models.live.column.cost',
} as const;
