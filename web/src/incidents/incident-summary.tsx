import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Incident } from '../../../src/incidents/contract.ts';
import { useFormat } from '../language/format.ts';
import styles from './incidents.module.css';

const stateColours = { open: 'error', contained: 'warning', resolved: 'processing', closed: 'default' } as const;
const severityColours = { low: 'default', medium: 'warning', high: 'orange', critical: 'red' } as const;

/** State, severity, since when and who looks after it. */
export function IncidentSummary({ incident }: { readonly incident: Incident }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, severity, kind, openedBy, openedAt, assignedTo } = incident;
  return (
    <div className={styles.summary}>
      <Tag color={stateColours[state]}>{t(`incidents.state.${state}`)}</Tag>
      <Tag color={severityColours[severity]}>{t(`incidents.severity.${severity}`)}</Tag>
      <Tag>{t(`incidents.kind.${kind}`)}</Tag>
      <p className={styles.soft}>
        {t('incidents.by', { name: openedBy ?? t('incidents.service'), time: format.instant(openedAt) })}
        {' · '}
        {assignedTo ? t('incidents.assigned', { name: assignedTo.name }) : t('incidents.nobody')}
      </p>
    </div>
  );
}
