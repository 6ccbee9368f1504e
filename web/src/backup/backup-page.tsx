// Backups: is everything safe, make one now, prove that one can be restored.
import { Alert, Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BackupId } from '../../../src/base/ids.ts';
import { Page } from '../frame/page.tsx';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { BackupFacts } from './backup-facts.tsx';
import { BackupTable } from './backup-table.tsx';
import styles from './backup.module.css';
import { RunProgress } from './run-progress.tsx';
import { type BackupOverview, isUnderWay, useBackups, useBackupWork } from './use-backups.ts';

export function BackupPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useBackups();
  return (
    <Page title={t('backup.title')} lead={t('backup.lead')} mark={data && <SafetyTag overview={data} />}>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {isPending && <Loading rows={8} />}
      {data && (data.target === null ? <Unset /> : <Backups overview={data} />)}
    </Page>
  );
}

/** Green only when there is a backup that was restored and compared. */
function SafetyTag({ overview: { backups, lastVerified } }: { readonly overview: BackupOverview }) {
  const { t } = useTranslation();
  if (backups.length === 0) return <Tag color="error">{t('backup.none')}</Tag>;
  return lastVerified ? <Tag color="success">{t('backup.proved')}</Tag> : <Tag color="warning">{t('backup.unproved')}</Tag>;
}

function Unset() {
  const { t } = useTranslation();
  return (
    <Nothing sentence={t('backup.unset')}>
      <p>{t('backup.unsetHint')}</p>
    </Nothing>
  );
}

/** Listed apart: of when it is and what it holds nothing can be read, but it may still be whole otherwise. */
function DamagedBackup({
  id,
  isBusy,
  onVerify,
}: {
  readonly id: BackupId;
  readonly isBusy: boolean;
  readonly onVerify: (id: BackupId) => void;
}) {
  const { t } = useTranslation();
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      title={t('backup.damaged', { id })}
      description={t('backup.damagedHint')}
      action={
        <Button size="small" disabled={isBusy} onClick={() => onVerify(id)}>
          {t('backup.verify')}
        </Button>
      }
    />
  );
}

function Backups({ overview }: { readonly overview: BackupOverview }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { take, verify, isAsking } = useBackupWork();
  const active = overview.runs.find(isUnderWay);
  const [last] = overview.runs;
  return (
    <>
      {overview.fault && <Alert type="error" showIcon role="alert" title={overview.fault[language]} />}
      {last?.failure && <Alert type="error" showIcon role="alert" title={`${t(`backup.failed.${last.work}`)}${last.failure[language]}`} />}
      <div className={styles.actions}>
        <Button type="primary" loading={isAsking} disabled={active !== undefined} onClick={take}>
          {t('backup.takeNow')}
        </Button>
        {active && <RunProgress run={active} />}
      </div>
      {overview.damaged.map((id) => (
        <DamagedBackup key={id} id={id} isBusy={active !== undefined || isAsking} onVerify={verify} />
      ))}
      <BackupFacts overview={overview} />
      <BackupTable overview={overview} isBusy={active !== undefined || isAsking} onVerify={verify} />
    </>
  );
}
