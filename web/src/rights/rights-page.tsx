// Who may see which documents: the policy that decides it.
import { useTranslation } from 'react-i18next';
import { Page } from '../frame/page.tsx';
import { PolicyPanel } from '../policy/policy-panel.tsx';

export function RightsPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('policy.title')} lead={t('policy.pageLead')}>
      <PolicyPanel />
    </Page>
  );
}
