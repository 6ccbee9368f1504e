// Status: is it well, where does it keep things, and what is it doing. Plain words and figures.
import { useQuery } from '@tanstack/react-query';
import { Alert, Tag } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { type Status, operations as status } from '../../../src/status/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Fact } from '../frame/fact.tsx';
import { Page } from '../frame/page.tsx';
import { useFormat } from '../language/format.ts';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './status.module.css';

const refreshMs = 5_000;

export function StatusPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery({ ...queryOf(status.getStatus, {}), refetchInterval: refreshMs });
  const { language } = useLanguage();
  const mark =
    data !== undefined &&
    !error &&
    (data.troubles.length === 0 ? <Tag color="success">{t('status.healthy')}</Tag> : <Tag color="error">{t('status.troubled')}</Tag>);
  return (
    <Page title={t('status.title')} lead={t('status.lead')} mark={mark}>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {isPending && <Loading rows={10} />}
      {data?.troubles.map((trouble) => (
        <Alert key={trouble.kind} className={styles.trouble ?? ''} type="error" showIcon title={trouble[language]} />
      ))}
      {data && <StatusPanels status={data} />}
    </Page>
  );
}

function StatusPanels({ status: { storage, library, sealing, jobs, backup, ...process } }: { readonly status: Status }) {
  const { t } = useTranslation();
  const format = useFormat();
  // The size is of what one may read: to others it would say nought.
  const mayRead = usePerson().permissions.includes('documents.read');
  return (
    <div className={styles.panels}>
      {mayRead && (
        <Panel title={t('status.library')}>
          <Fact name={t('status.documents')}>{format.number(library.documents)}</Fact>
          <Fact name={t('status.passages')}>{format.number(library.passages)}</Fact>
          <Fact name={t('status.rejected')}>{format.number(library.rejected)}</Fact>
        </Panel>
      )}
      <Panel title={t('status.jobs')}>
        <Fact name={t('status.active')}>{format.number(jobs.active)}</Fact>
        <Fact name={t('status.queued')}>{format.number(jobs.queued)}</Fact>
        <Fact name={t('status.failed')}>{format.number(jobs.failed)}</Fact>
      </Panel>
      <Panel title={t('backup.title')} link={<Link to="/backup">{t('backup.see')}</Link>}>
        <Fact name={t('backup.last')}>
          {backup.takenAt ? format.instant(backup.takenAt) : t(backup.isSet ? 'backup.never' : 'backup.unsetShort')}
        </Fact>
        <Fact name={t('backup.lastVerified')}>{backup.verifiedAt ? format.instant(backup.verifiedAt) : t('backup.never')}</Fact>
      </Panel>
      <Panel title={t('status.storage')}>
        <Fact name={t('status.kind')}>{t(`status.storageKind.${storage.kind}`)}</Fact>
        <Fact name={t('status.database')}>{storage.database}</Fact>
        <Fact name={t('status.sealing')}>
          {sealing.isWorking ? t('status.sealingNow', { done: sealing.done, total: sealing.total }) : t('status.sealed')}
        </Fact>
        <Fact name={t('status.migration')}>{storage.migration}</Fact>
        <Fact name={t('status.databaseSize')}>{format.bytes(storage.databaseBytes)}</Fact>
        <Fact name={t('status.fileSize')}>{format.bytes(storage.fileBytes)}</Fact>
        <Fact name={t('status.free')}>{storage.freeBytes === null ? t('status.freeUnknown') : format.bytes(storage.freeBytes)}</Fact>
      </Panel>
      <Panel title={t('product.name')}>
        <Fact name={t('status.version')}>{process.version}</Fact>
        <Fact name={t('status.startedAt')}>{format.instant(process.startedAt)}</Fact>
        <Fact name={t('status.runtime')}>{process.runtime}</Fact>
        <Fact name={t('status.memory')}>{format.bytes(process.residentBytes)}</Fact>
      </Panel>
    </div>
  );
}

function Panel({ title, link, children }: { readonly title: string; readonly link?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className={styles.panel} aria-label={title}>
      <h2 className={styles.panelTitle}>{title}</h2>
      <dl>{children}</dl>
      {link}
    </section>
  );
}
