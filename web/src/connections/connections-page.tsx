// What is opened to the outside.
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page } from '../frame/page.tsx';
import { BoxPanel } from './box-panel.tsx';
import { WebhookPanel } from './webhook-panel.tsx';

export function ConnectionsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('connections.title')} lead={t('connections.lead')}>
      <Tabs
        items={[
          { key: 'boxes', label: t('connections.tab.boxes'), children: <BoxPanel /> },
          { key: 'webhooks', label: t('connections.tab.webhooks'), children: <WebhookPanel /> },
        ]}
      />
    </Page>
  );
}
