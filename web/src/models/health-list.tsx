// Each model as it is now: whether it is used, what it works on, and who waits.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { ModelFigures } from '../../../src/models/contract.ts';
import { Fact } from '../frame/fact.tsx';
import { useFormat } from '../language/format.ts';
import styles from './models.module.css';

const colours = { closed: 'success', open: 'error', 'half-open': 'warning', throttled: 'warning' } as const;

export function HealthList({ health }: Pick<ModelFigures, 'health'>) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section aria-label={t('models.live.now')}>
      <h2 className={styles.heading}>{t('models.live.now')}</h2>
      <p className={styles.soft}>{t('models.live.ownQueue')}</p>
      <ul className={styles.healths}>
        {health.map(({ name, state, reason, until, serving, waiting, longestWaitMs }) => (
          <li key={name} className={styles.card} aria-label={name}>
            <div className={styles.name}>
              <strong>{name}</strong> <Tag color={colours[state]}>{t(`models.live.breaker.${state}`)}</Tag>
              {until && <span className={styles.soft}>{t('models.live.until', { time: format.clock(until) })}</span>}
            </div>
            {reason === 'key-refused' && <p role="alert">{t('models.live.keyRefused')}</p>}
            <dl>
              <Fact name={t('models.live.serving')}>{format.number(serving)}</Fact>
              <Fact name={t('models.live.waiting')}>{format.number(waiting)}</Fact>
              <Fact name={t('models.live.longest')}>
                {longestWaitMs === null ? t('models.live.nobody') : format.duration(longestWaitMs)}
              </Fact>
            </dl>
          </li>
        ))}
      </ul>
    </section>
  );
}
