// What is opened to the outside.
import { useTranslation } from 'react-i18next';
import { Page } from '../frame/page.tsx';
import { BoxPanel } from './box-panel.tsx';

export function ConnectionsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('connections.title')} lead={t('connections.lead')}>
      <BoxPanel />
    </Page>
  );
}
