// One incident: where it stands, what was done to contain it, and everything that happened in the order of the ledger.
import { useQuery } from '@tanstack/react-query';
import { Button, Input, Timeline } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { prepareRequest } from '../../../src/base/prepare-request.ts';
import { type Incident, type IncidentDetail as Detail, operations as incidents } from '../../../src/incidents/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call, queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Containments } from './containments.tsx';
import { IncidentSummary } from './incident-summary.tsx';
import styles from './incidents.module.css';
import { MoveForm } from './move-form.tsx';

export function IncidentDetail({ id }: { readonly id: Incident['id'] }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(queryOf(incidents.getIncident, { incidentId: id }));
  const back = (
    <Link to="/incidents" className={styles.back ?? ''}>
      {t('incidents.back')}
    </Link>
  );
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  return (
    <Page title={data.incident.title} lead={t('incidents.lead')}>
      {back}
      <IncidentSummary incident={data.incident} />
      <Actions detail={data} />
      <Containments detail={data} />
      <section aria-labelledby="timeline">
        <h2 id="timeline" className={styles.heading}>
          {t('incidents.timeline')}
        </h2>
        <Steps detail={data} />
        {data.incident.state !== 'closed' && <Note id={id} />}
      </section>
    </Page>
  );
}

function Actions({ detail: { incident } }: { readonly detail: Detail }) {
  const { t } = useTranslation();
  const { person, permissions } = usePerson();
  const personId = person.id;
  const change = useChange([incidents.getIncident, incidents.listIncidents]);
  const mayManage = permissions.includes('incidents.manage') && incident.state !== 'closed';
  const takeOver = () => change(() => call(incidents.changeIncident, { incidentId: incident.id, assignedTo: personId }));
  return (
    <div className={styles.tools}>
      {mayManage && incident.assignedTo?.id !== personId && <Button onClick={() => void takeOver()}>{t('incidents.takeOver')}</Button>}
      {mayManage && <MoveForm incident={incident} />}
      <Button href={prepareRequest(incidents.reportIncident, { incidentId: incident.id, format: 'markdown' }).url} download>
        {t('incidents.report')}
      </Button>
    </div>
  );
}

function Steps({ detail: { entries } }: { readonly detail: Detail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const items = entries.map(({ at, kind, person, text, details, ledgerSequence }) => {
    const { containment, target } = details;
    return {
      key: ledgerSequence,
      content: (
        <div className={styles.step}>
          <strong>{t(`incidents.entry.${kind}`)}</strong> {person ?? t('incidents.service')}
          {text && <p className={styles.text}>{text}</p>}
          {typeof containment === 'string' && (
            <p className={styles.text}>{`${t(`incidents.contain.${containment as 'end-sessions'}`)} ${target}`}</p>
          )}
          <div className={styles.soft}>{`${format.instant(at)} · ${t('incidents.record', { sequence: ledgerSequence })}`}</div>
        </div>
      ),
    };
  });
  return <Timeline items={items} />;
}

function Note({ id }: { readonly id: Incident['id'] }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const change = useChange([incidents.getIncident]);
  if (!usePerson().permissions.includes('incidents.open')) return null;
  const add = async () => {
    if (await change(() => call(incidents.noteOnIncident, { incidentId: id, text }))) setText('');
  };
  return (
    <div className={styles.note}>
      <Input.TextArea
        value={text}
        onChange={({ target }) => setText(target.value)}
        rows={2}
        maxLength={2000}
        aria-label={t('incidents.note')}
        placeholder={t('incidents.noteText')}
      />
      <Button disabled={text.trim() === ''} onClick={() => void add()}>
        {t('incidents.add')}
      </Button>
    </div>
  );
}
