// One measure over time, a line or a bar for each model or scenario.
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FiguresOf, ModelFigures, Span } from '../../../src/models/contract.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartData } from '../charts/chart-data.ts';
import { useFormat } from '../language/format.ts';
import styles from './models.module.css';

type Slot = FiguresOf['slots'][number];

const measures = {
  calls: { kind: 'bar', unit: 'number', of: ({ calls }: Slot) => calls },
  failed: { kind: 'bar', unit: 'number', of: ({ failed }: Slot) => failed },
  firstTokenHalf: { kind: 'line', unit: 'duration', of: ({ firstTokenMs }: Slot) => firstTokenMs?.p50 ?? null },
  firstTokenMost: { kind: 'line', unit: 'duration', of: ({ firstTokenMs }: Slot) => firstTokenMs?.p95 ?? null },
  betweenTokensHalf: { kind: 'line', unit: 'duration', of: ({ betweenTokensMs }: Slot) => betweenTokensMs?.p50 ?? null },
  betweenTokensMost: { kind: 'line', unit: 'duration', of: ({ betweenTokensMs }: Slot) => betweenTokensMs?.p95 ?? null },
  waitedMost: { kind: 'line', unit: 'duration', of: ({ waitedMs }: Slot) => waitedMs?.p95 ?? null },
  prompt: { kind: 'bar', unit: 'number', of: ({ promptTokens }: Slot) => promptTokens },
  completion: { kind: 'bar', unit: 'number', of: ({ completionTokens }: Slot) => completionTokens },
  cost: { kind: 'bar', unit: 'amount', of: ({ cost }: Slot) => (cost === null ? null : cost / 1_000_000) },
} as const;
type Measure = keyof typeof measures;
const measureNames = Object.keys(measures) as Measure[];

interface Properties extends Pick<ModelFigures, 'from' | 'to' | 'slotSeconds'> {
  readonly span: Span;
  readonly rows: readonly FiguresOf[];
}

export function FigureChart(properties: Properties) {
  const { t } = useTranslation();
  const [measure, setMeasure] = useState<Measure>('calls');
  const data = useChartData(properties, measure);
  return (
    <>
      <Select
        className={styles.measure ?? ''}
        aria-label={t('models.live.measure')}
        value={measure}
        onChange={setMeasure}
        options={measureNames.map((value) => ({ value, label: t(`models.live.measures.${value}`) }))}
      />
      <Chart title={t(`models.live.measures.${measure}`)} data={data} />
    </>
  );
}

function useChartData({ from, to, slotSeconds, span, rows }: Properties, measure: Measure): ChartData {
  const format = useFormat();
  const { kind, unit, of } = measures[measure];
  const [first, last, step] = [Date.parse(from), Date.parse(to), slotSeconds * 1_000];
  const slots = Array.from({ length: Math.round((last - first) / step) }, (_, index) => new Date(first + index * step).toISOString());
  const series = rows.map(({ name, slots: known }) => {
    const values = new Map(known.map((slot) => [Date.parse(slot.at), of(slot)]));
    // Without a call there is nothing to add up, and nothing was measured; what is not known of calls stays unknown.
    const without = kind === 'bar' ? 0 : null;
    return { name, values: slots.map((at) => valueAt(values, Date.parse(at), without)) };
  });
  return { kind, times: slots.map((at) => (span === 'month' ? format.day(at) : format.moment(at))), series, write: format[unit] };
}

function valueAt(values: ReadonlyMap<number, number | null>, at: number, without: number | null): number | null {
  const value = values.get(at);
  return value === undefined ? without : value;
}
