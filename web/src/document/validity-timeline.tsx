// The life of a rule as a picture: a bar for each version over the years, today across them, and the same told in words below.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { systemClock, todayInChina } from '../../../src/base/clock.ts';
import type { Period, ValidityEvent } from '../../../src/knowledge/validity-contract.ts';
import styles from './document.module.css';
import { axisOf } from './time-axis.ts';

interface Properties {
  readonly periods: readonly Period[];
  readonly events: readonly ValidityEvent[];
}

export function ValidityTimeline({ periods, events }: Properties) {
  const { t } = useTranslation();
  const now = todayInChina(systemClock);
  const dated = periods.filter(({ from }) => from !== null);
  const axis = axisOf([...events.map(({ day }) => day), now]);
  return (
    <section aria-label={t('documents.timeline')}>
      <h2 className={styles.heading}>{t('documents.timeline')}</h2>
      {dated.length === 0 && <p className={styles.soft}>{t('documents.undated')}</p>}
      {dated.length > 0 && (
        <div className={styles.timeline} role="img" aria-label={t('documents.timelineOf', { count: dated.length })}>
          <div className={styles.years} aria-hidden>
            {axis.years.map(({ year, at }) => (
              <span key={year} style={{ left: `${at}%` }}>
                {year}
              </span>
            ))}
          </div>
          {dated.map(({ versionId, number, from, until, validity }) => {
            const begin = axis.at(from ?? now);
            const end = until === null ? 100 : axis.at(until);
            return (
              <div key={versionId} className={styles.track} aria-hidden>
                <span className={styles.bar} data-validity={validity} style={{ left: `${begin}%`, width: `${Math.max(end - begin, 1)}%` }}>
                  {t('validity.version', { number })}
                </span>
              </div>
            );
          })}
          <span className={styles.today} style={{ left: `${axis.at(now)}%` }} aria-hidden>
            {t('documents.today')}
          </span>
        </div>
      )}
      <ol className={styles.events}>
        {events.map(({ day, kind, number, by }) => (
          <li key={`${day} ${kind} ${number} ${by?.documentId ?? ''}`}>
            <time dateTime={day}>{day}</time>
            <Tag color={colours[kind]}>{t(`documents.event.${kind}`)}</Tag>
            {periods.length > 1 && <span className={styles.soft}>{t('validity.version', { number })}</span>}
            {by && (
              <span>
                {t('documents.by')} <Link to={`/library/${by.documentId}?tab=validity`}>{by.title}</Link>
              </span>
            )}
            {kind === 'in-force' && <Origin period={periods.find((period) => period.number === number)} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

const colours: Record<ValidityEvent['kind'], string> = {
  announced: 'default',
  'in-force': 'success',
  amended: 'warning',
  repealed: 'error',
  expired: 'error',
};

function Origin({ period }: { readonly period: Period | undefined }) {
  const { t } = useTranslation();
  return period?.origin ? <span className={styles.soft}>{t(`documents.origin.${period.origin}`)}</span> : null;
}
