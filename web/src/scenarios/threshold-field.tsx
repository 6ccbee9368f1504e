// A threshold, and where it lies on what was measured: what it holds back of what is sound, and of what is not.
import { Slider } from 'antd';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { calibration } from '../../../src/scenarios/calibration-contract.ts';
import { thresholdRange, usualChecks } from '../../../src/scenarios/checks-contract.ts';
import { Chart } from '../charts/chart.tsx';
import type { ChartData } from '../charts/chart-data.ts';
import { useFormat } from '../language/format.ts';
import styles from './scenarios.module.css';

interface Properties {
  readonly check: 'supportedFrom' | 'answeredFrom';
  /** Given by the form. */
  readonly value?: number;
  readonly onChange?: (value: number) => void;
}

const percent = (share: number): string => `${(share * 100).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;

export function ThresholdField({ check, value = usualChecks[check], onChange }: Properties) {
  const { t } = useTranslation();
  const { score } = useFormat();
  const { sound, unsound, points } = calibration[check];
  const here = points.findLast(({ from }) => from <= value + 1e-9) ?? points[0];
  const title = t(`scenarios.curve.${check}`);
  const data = useMemo(
    (): ChartData => ({
      kind: 'line',
      axis: t('scenarios.threshold'),
      times: points.map(({ from }) => score(from)),
      series: [
        { name: t(`scenarios.recall.${check}`), values: points.map(({ shipped }) => shipped.recall) },
        { name: t(`scenarios.falseAlarms.${check}`), values: points.map(({ shipped }) => shipped.falseAlarms) },
      ],
      ...(here ? { mark: score(here.from) } : {}),
      write: percent,
    }),
    [t, score, points, check, here],
  );
  return (
    <div>
      <Slider
        min={thresholdRange.least}
        max={thresholdRange.most}
        step={0.01}
        value={value}
        onChange={(next) => onChange?.(next)}
        marks={{ [usualChecks[check]]: t('scenarios.usual') }}
        ariaLabelForHandle={t(`scenarios.${check}`)}
        tooltip={{ formatter: (at) => (at === undefined ? '' : score(at)) }}
      />
      {here && (
        <p className={styles.rates} aria-live="polite">
          {t(`scenarios.rates.${check}`, {
            score: score(value),
            recall: percent(here.shipped.recall),
            falseAlarms: percent(here.shipped.falseAlarms),
            unseenRecall: percent(here.unseen.recall),
            unseenAlarms: percent(here.unseen.falseAlarms),
          })}
        </p>
      )}
      <Chart title={title} data={data} />
      <p className={styles.soft}>{t('scenarios.curveHint', { sound, unsound })}</p>
    </div>
  );
}
