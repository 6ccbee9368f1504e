import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operations as reports, type ReportSummary } from '../../../src/reports/contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './security.module.css';

export function ReportView({ id }: { readonly id: ReportSummary['id'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(queryOf(reports.getSecurityReport, { reportId: id }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const { content, names } = data.report;
  const { days, refusals, backup, ledger, calls } = content;
  const nameOf = (one: string) => names[one] ?? one;
  const when = (time: string | null) => (time ? format.instant(time) : t('reports.never'));
  return (
    <div className={styles.report}>
      <Section title={t('reports.unusedRoles', { days })} count={content.unusedRoles.length}>
        {content.unusedRoles.map(({ person, role, usedAt }) => (
          <li key={`${person} ${role}`}>
            {nameOf(person)} · {t(`role.${role}`)} · {t('reports.usedAt', { time: when(usedAt) })}
          </li>
        ))}
      </Section>
      <Section title={t('reports.unusedGrants')} count={content.unusedGrants.length}>
        {content.unusedGrants.map(({ person, action, documents }) => (
          <li key={`${person} ${action}`}>
            {nameOf(person)} · {t(`reports.grant.${action}`)} · {t('reports.documents', { count: documents })}
          </li>
        ))}
      </Section>
      <Section title={t('reports.apiKeys')} count={content.apiKeys.length}>
        {content.apiKeys.map(({ id: key, createdAt, usedAt }) => (
          <li key={key}>
            {nameOf(key)} · {t('reports.madeAt', { time: when(createdAt) })} · {t('reports.usedAt', { time: when(usedAt) })}
          </li>
        ))}
      </Section>
      <Section title={t('reports.dataKeys')} count={content.dataKeys.length}>
        {content.dataKeys.map(({ id: key, purpose, createdAt }) => (
          <li key={key}>
            {purpose} · {t('reports.madeAt', { time: when(createdAt) })}
          </li>
        ))}
      </Section>
      <Section title={t('reports.withoutFactor')} count={content.withoutFactor.length}>
        {content.withoutFactor.map((person) => (
          <li key={person}>{nameOf(person)}</li>
        ))}
      </Section>
      <Section title={t('reports.openIncidents')} count={content.openIncidents.length}>
        {content.openIncidents.map(({ id: incident, openedAt }) => (
          <li key={incident}>
            <Link to={`/incidents/${incident}`}>{when(openedAt)}</Link>
          </li>
        ))}
      </Section>
      <Section title={t('reports.calls', { time: when(calls.since) })} count={calls.to.length}>
        {calls.to.map(({ purpose, host, grade, done, failed }) => (
          <li key={`${purpose} ${host} ${grade}`}>
            {purpose} · {host} · {grade === null ? '' : `${t(`grade.${grade}`)} · `}
            {t('reports.called', { done, failed })}
          </li>
        ))}
      </Section>
      <Section title={t('reports.besides')}>
        <li>{t('reports.refusals', { ...refusals })}</li>
        <li>{t('reports.holds', { count: content.holds })}</li>
        <li>{t('reports.retention', { time: when(content.retentionRunAt) })}</li>
        <li>
          {backup.isSet ? t('reports.backup', { taken: when(backup.takenAt), verified: when(backup.verifiedAt) }) : t('reports.noBackup')}
        </li>
        <li>
          {t('reports.ledger', { records: format.number(ledger.records), time: when(ledger.verifiedAt) })}
          {ledger.isWhole !== null && ` · ${t(ledger.isWhole ? 'reports.whole' : 'reports.notWhole')}`}
        </li>
      </Section>
    </div>
  );
}

function Section({ title, count, children }: { readonly title: string; readonly count?: number; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-label={title}>
      <h2 className={styles.heading}>{title}</h2>
      {count === 0 ? <p className={styles.soft}>{t('reports.nothing')}</p> : <ul className={styles.lines}>{children}</ul>}
    </section>
  );
}
