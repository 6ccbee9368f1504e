// Security reports: the newest one open, older ones to choose from.
import { useQuery } from '@tanstack/react-query';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { prepareRequest } from '../../../src/base/prepare-request.ts';
import { operations as reports } from '../../../src/reports/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call, queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { ReportView } from './report-view.tsx';
import styles from './security.module.css';

export function ReportList() {
  const { t } = useTranslation();
  const format = useFormat();
  const mayMake = usePerson().permissions.includes('security-reports.make');
  const [chosen, setChosen] = useState<string>();
  const change = useChange([reports.listSecurityReports]);
  const { data, error, refetch } = useQuery(queryOf(reports.listSecurityReports, {}));
  const shown = data?.reports.find(({ id }) => id === chosen) ?? data?.reports[0];
  const make = async () => {
    if (await change(() => call(reports.makeSecurityReport, {}), t('reports.made'))) setChosen(undefined);
  };
  return (
    <div className={styles.main}>
      <p className={styles.soft}>{t('reports.lead')}</p>
      <div className={styles.tools}>
        {shown && (
          <Select
            value={shown.id}
            onChange={setChosen}
            aria-label={t('reports.choose')}
            options={(data?.reports ?? []).map(({ id, madeAt, findings }) => ({
              value: id,
              label: `${format.instant(madeAt)} · ${t('reports.findings', { count: findings })}`,
            }))}
          />
        )}
        {mayMake && (
          <Button type="primary" onClick={() => void make()}>
            {t('reports.make')}
          </Button>
        )}
        {shown &&
          (['markdown', 'json'] as const).map((kind) => (
            <Button key={kind} href={prepareRequest(reports.exportSecurityReport, { reportId: shown.id, format: kind }).url} download>
              {t(`reports.export.${kind}`)}
            </Button>
          ))}
      </div>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={6} />}
      {data?.reports.length === 0 && <Nothing sentence={t('reports.none')} />}
      {shown && <ReportView id={shown.id} />}
    </div>
  );
}
