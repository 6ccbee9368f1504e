// Incidents as a list, and one of them with its timeline.
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { incidentIdSchema } from '../../../src/base/ids.ts';
import { operations as incidents } from '../../../src/incidents/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { PageMissing } from '../states/page-missing.tsx';
import { IncidentDetail } from './incident-detail.tsx';
import { IncidentSummary } from './incident-summary.tsx';
import styles from './incidents.module.css';
import { OpenForm } from './open-form.tsx';

const choices = ['running', 'closed', 'all'] as const;

export function IncidentsPage() {
  const { t } = useTranslation();
  const { incidentId } = useParams();
  if (incidentId === undefined)
    return (
      <Page title={t('incidents.title')} lead={t('incidents.lead')}>
        <IncidentList />
      </Page>
    );
  const id = incidentIdSchema.safeParse(incidentId);
  return id.success ? <IncidentDetail id={id.data} /> : <PageMissing />;
}

function IncidentList() {
  const { t } = useTranslation();
  const [which, setWhich] = useState<(typeof choices)[number]>('running');
  const [isOpening, setOpening] = useState(false);
  const mayOpen = usePerson().permissions.includes('incidents.open');
  const { data, error, refetch } = useQuery(queryOf(incidents.listIncidents, { which }));
  return (
    <>
      <div className={styles.tools}>
        <Segmented value={which} onChange={setWhich} options={choices.map((value) => ({ value, label: t(`incidents.which.${value}`) }))} />
        {mayOpen && (
          <Button type="primary" onClick={() => setOpening(true)}>
            {t('incidents.open')}
          </Button>
        )}
      </div>
      {isOpening && <OpenForm onClose={() => setOpening(false)} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data?.incidents.length === 0 && <Nothing sentence={t(`incidents.none.${which}`)} />}
      <ul className={styles.list}>
        {data?.incidents.map((incident) => (
          <li key={incident.id} className={styles.card}>
            <Link to={`/incidents/${incident.id}`} className={styles.name ?? ''}>
              {incident.title}
            </Link>
            <IncidentSummary incident={incident} />
          </li>
        ))}
      </ul>
    </>
  );
}
