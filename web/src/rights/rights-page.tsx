// Who may see which documents: how it stands, who is let into whole collections, and the policy that decides it.
import { Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { usePerson } from '../account/signed-in.tsx';
import { Page } from '../frame/page.tsx';
import { PolicyPanel } from '../policy/policy-panel.tsx';
import { CollectionList } from './collection-list.tsx';
import { RightsOverview } from './rights-overview.tsx';

export function RightsPage() {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  const tabs = [
    { key: 'overview', permission: 'rights.read', children: <RightsOverview /> },
    { key: 'collections', permission: 'collections.grant', children: <CollectionList /> },
    { key: 'policy', permission: 'policy.read', children: <PolicyPanel /> },
  ] as const;
  return (
    <Page title={t('policy.title')} lead={t('policy.pageLead')}>
      <Tabs
        items={tabs
          .filter(({ permission }) => permissions.includes(permission))
          .map(({ key, children }) => ({ key, children, label: t(`rights.tabs.${key}`) }))}
      />
    </Page>
  );
}
