// One record: what it says, and where it stands: in the chain between its neighbours, and under the checkpoint that covers it.
import { useQuery } from '@tanstack/react-query';
import { Drawer, Tag } from 'antd';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operations as ledger } from '../../../src/ledger/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Fact } from '../frame/fact.tsx';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './ledger.module.css';
import { KindName } from './kind-name.tsx';
import { OutcomeTag } from './outcome-tag.tsx';
import { Redact } from './redact.tsx';
import { type RecordInPlace, RecordPlace } from './record-place.tsx';

interface Properties {
  readonly sequence: number | undefined;
  readonly onShow: (sequence: number) => void;
  readonly onClose: () => void;
}

export function RecordDrawer({ sequence, onShow, onClose }: Properties) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={sequence !== undefined}
      onClose={onClose}
      size="min(640px, 100vw)"
      destroyOnHidden
      title={sequence !== undefined && t('ledger.record', { sequence })}
    >
      {sequence !== undefined && <Details sequence={sequence} onShow={onShow} />}
    </Drawer>
  );
}

function Details({ sequence, onShow }: { readonly sequence: number; readonly onShow: (sequence: number) => void }) {
  const { data, error, refetch } = useQuery(queryOf(ledger.getRecord, { sequence }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  return (
    <div className={styles.details}>
      <RecordWords place={data} />
      <RecordPlace place={data} onShow={onShow} />
    </div>
  );
}

function Named({ kind, id }: { readonly kind: string; readonly id: string }) {
  return (
    <>
      <KindName kind={kind} /> <code>{id}</code>
    </>
  );
}

function RecordWords({ place: { record, personal } }: { readonly place: RecordInPlace }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayRedact = usePerson().permissions.includes('ledger.redact');
  const rows: (readonly [string, React.ReactNode])[] = [
    [t('ledger.column.act'), t(`ledger.action.${record.action}`)],
    [t('ledger.column.outcome'), <OutcomeTag key="outcome" outcome={record.outcome} />],
    [t('ledger.column.time'), `${format.instant(record.time)} · ${record.time}`],
    [t('ledger.column.actor'), <Named key="actor" kind={record.actor.kind} id={record.actor.id} />],
    [
      t('ledger.column.subject'),
      record.subject && (
        <Fragment key="subject">
          <Named kind={record.subject.kind} id={record.subject.id} />{' '}
          {record.subject.kind === 'run' && <Link to={`/runs/${record.subject.id}?recorded`}>{t('runs.seeRecorded')}</Link>}
        </Fragment>
      ),
    ],
  ];
  return (
    <>
      <dl className={styles.facts}>
        {rows.map(([name, value]) => (
          <Fact key={name} name={name}>
            {value ?? '—'}
          </Fact>
        ))}
        {personal.map(({ name, isErased }) => (
          <Fact key={name} name={t('ledger.personal')}>
            <code>{name}</code> <Tag color={isErased ? 'default' : 'processing'}>{t(isErased ? 'ledger.erased' : 'ledger.committed')}</Tag>
          </Fact>
        ))}
      </dl>
      {mayRedact && personal.some(({ isErased }) => !isErased) && <Redact record={record} />}
      {Object.keys(record.details).length > 0 && (
        <section aria-label={t('ledger.details')}>
          <h3 className={styles.heading}>{t('ledger.details')}</h3>
          <pre className={styles.json}>{JSON.stringify(record.details, null, 2)}</pre>
        </section>
      )}
    </>
  );
}
