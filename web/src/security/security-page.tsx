// How long data is kept, and what is kept longer as evidence.
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../account/signed-in.tsx';
import { Page } from '../frame/page.tsx';
import { HoldList } from './hold-list.tsx';
import { ReportList } from './report-list.tsx';
import { RetentionList } from './retention-list.tsx';

export function SecurityPage() {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  return (
    <Page title={t('security.title')} lead={t('security.lead')}>
      <Tabs
        items={[
          { key: 'retention', label: t('security.tabs.retention'), children: <RetentionList /> },
          { key: 'holds', label: t('security.tabs.holds'), children: <HoldList /> },
          ...(permissions.includes('security-reports.read')
            ? [{ key: 'reports', label: t('security.tabs.reports'), children: <ReportList /> }]
            : []),
        ]}
      />
    </Page>
  );
}
