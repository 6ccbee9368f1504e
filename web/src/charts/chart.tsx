// A chart, or the same as a table: for screen readers, and for whoever wants the figures.
import { Segmented } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChartData } from './chart-data.ts';
import styles from './chart.module.css';
import type { DrawnChart } from './draw-chart.ts';

const views = ['picture', 'table'] as const;

export function Chart({ title, data }: { readonly title: string; readonly data: ChartData }) {
  const { t } = useTranslation();
  const [view, setView] = useState<(typeof views)[number]>('picture');
  return (
    <figure className={styles.chart}>
      <figcaption className={styles.caption}>
        <span>{title}</span>
        <Segmented
          size="small"
          aria-label={t('charts.view')}
          value={view}
          onChange={setView}
          options={views.map((value) => ({ value, label: t(`charts.${value}`) }))}
        />
      </figcaption>
      {view === 'picture' ? <Picture title={title} data={data} /> : <FigureRows title={title} data={data} />}
    </figure>
  );
}

function Picture({ title, data }: { readonly title: string; readonly data: ChartData }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  const drawn = useRef<Promise<DrawnChart>>(null);
  useEffect(() => {
    let isGone = false;
    const made = import('./draw-chart.ts').then(({ drawChart }) => {
      if (!place.current || isGone) throw new Error('the page has gone on');
      return drawChart(place.current);
    });
    made.catch(() => {});
    drawn.current = made;
    return () => {
      isGone = true;
      void made.then((chart) => chart.end()).catch(() => {});
    };
  }, []);
  useEffect(() => void drawn.current?.then((chart) => chart.show(data)).catch(() => {}), [data]);
  return <div ref={place} className={styles.picture} role="img" aria-label={t('charts.pictureOf', { title })} />;
}

/** Newest first; times at which nothing is known are left out. */
function FigureRows({ title, data: { times, axis, series, write } }: { readonly title: string; readonly data: ChartData }) {
  const { t } = useTranslation();
  const known = times
    .map((time, index) => ({ time, values: series.map(({ values }) => values[index] ?? null) }))
    .filter(({ values }) => values.some((value) => value !== null && value !== 0))
    .toReversed();
  return (
    // A region that scrolls is reached by keyboard.
    <section className={styles.rows} tabIndex={0} aria-label={title}>
      <table>
        <thead>
          <tr>
            <th scope="col">{axis ?? t('charts.time')}</th>
            {series.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {known.map(({ time, values }) => (
            <tr key={time}>
              <th scope="row">{time}</th>
              {values.map((value, index) => (
                <td key={series[index]?.name}>{value === null ? '—' : write(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
