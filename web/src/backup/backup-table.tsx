// The backups, newest first. On a narrow screen the figures stand under the time.
import { CheckCircleFilled } from '@ant-design/icons';
import { Button, Grid, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useTranslation } from 'react-i18next';
import type { BackupSummary } from '../../../src/backup/contract.ts';
import { useFormat } from '../language/format.ts';
import { Nothing } from '../states/nothing.tsx';
import styles from './backup.module.css';
import type { BackupOverview } from './use-backups.ts';

interface Properties {
  readonly overview: BackupOverview;
  readonly isBusy: boolean;
  readonly onVerify: (id: BackupSummary['id']) => void;
}

export function BackupTable({ overview, isBusy, onVerify }: Properties) {
  const { t } = useTranslation();
  const columns = useColumns(overview, isBusy, onVerify);
  if (overview.backups.length === 0) return overview.damaged.length === 0 && <Nothing sentence={t('backup.empty')} />;
  return (
    <Table
      rowKey="id"
      size="middle"
      columns={columns}
      dataSource={overview.backups}
      pagination={{ pageSize: 20, hideOnSinglePage: true }}
    />
  );
}

function useColumns({ runs, lastVerified }: BackupOverview, isBusy: boolean, onVerify: Properties['onVerify']): ColumnsType<BackupSummary> {
  const { t } = useTranslation();
  const format = useFormat();
  const isNarrow = !(Grid.useBreakpoint().md ?? true);
  const verified = new Set(
    [...runs, ...(lastVerified ? [lastVerified] : [])]
      .filter(({ work, state }) => work === 'verify' && state === 'done')
      .map(({ backupId }) => backupId),
  );
  const amounts = ({ rows, files }: BackupSummary): string =>
    t('backup.amounts', { rows: format.number(rows), files: format.number(files) });
  const sizes = ({ contentBytes, newBytes }: BackupSummary): string =>
    t('backup.sizes', { content: format.bytes(contentBytes), added: format.bytes(newBytes) });
  const time = {
    key: 'time',
    title: t('backup.column.time'),
    render: (_: unknown, summary: BackupSummary) => (
      <>
        <div>{format.instant(summary.takenAt)}</div>
        {isNarrow && (
          <div className={styles.under}>{`${t(`backup.reason.${summary.reason}`)} · ${amounts(summary)} · ${sizes(summary)}`}</div>
        )}
      </>
    ),
  };
  const action = {
    key: 'action',
    title: t('backup.column.rehearsal'),
    width: isNarrow ? 112 : 200,
    render: (_: unknown, { id }: BackupSummary) => (
      <div className={styles.rehearsal}>
        <Button size="small" disabled={isBusy} onClick={() => onVerify(id)}>
          {t('backup.verify')}
        </Button>
        {verified.has(id) && (
          <span className={styles.verified}>
            <CheckCircleFilled aria-hidden /> {t('backup.verified')}
          </span>
        )}
      </div>
    ),
  };
  if (isNarrow) return [time, action];
  return [
    time,
    { key: 'reason', title: t('backup.column.reason'), render: (_, { reason }) => t(`backup.reason.${reason}`) },
    { key: 'amounts', title: t('backup.column.holds'), render: (_, summary) => amounts(summary) },
    { key: 'sizes', title: t('backup.column.size'), render: (_, summary) => sizes(summary) },
    { key: 'version', title: t('backup.column.version'), dataIndex: 'productVersion', responsive: ['lg'] },
    action,
  ];
}
