// The library report: how it stands now as a file, and what the desk told on the Mondays before.
import { useQuery } from '@tanstack/react-query';
import { Button, Table } from 'antd';
import { useTranslation } from 'react-i18next';
import { prepareRequest } from '../../../src/base/prepare-request.ts';
import { deskOperations, findings, type WeekOfLibrary } from '../../../src/knowledge/desk-contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import styles from './desk.module.css';

export function LibraryReport() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(queryOf(deskOperations.listLibraryWeeks, {}));
  return (
    <section aria-label={t('desk.report.title')} className={styles.found}>
      <h2 className={styles.heading}>{t('desk.report.title')}</h2>
      <p className={styles.hint}>{t('desk.report.hint')}</p>
      <Button className={styles.retry ?? ''} href={prepareRequest(deskOperations.exportLibraryReport, {}).url} download>
        {t('desk.report.download')}
      </Button>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      <Table<WeekOfLibrary>
        size="small"
        rowKey="madeAt"
        pagination={false}
        scroll={{ x: 'max-content' }}
        locale={{ emptyText: t('desk.report.none') }}
        dataSource={data?.weeks ?? []}
        columns={[
          { title: t('desk.report.madeAt'), dataIndex: 'madeAt', render: format.instant },
          { title: t('desk.report.documents'), dataIndex: 'documents', render: format.number },
          ...findings.map((finding) => ({
            title: t(`desk.finding.${finding}`),
            dataIndex: ['counts', finding],
            render: format.number,
          })),
        ]}
      />
    </section>
  );
}
