// Departments as a tree beside the people in them; and what waits for a second person.
import { useQuery } from '@tanstack/react-query';
import { Badge, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as people } from '../../../src/people/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import { ApiKeyList } from './api-key-list.tsx';
import { ChangeList } from './change-list.tsx';
import { Powers } from './powers.tsx';
import { Staff } from './staff.tsx';

export function PeoplePage() {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  const waiting = useQuery(queryOf(people.listChanges, {}));
  const count = waiting.data?.changes.filter(({ mayDecide }) => mayDecide).length ?? 0;
  return (
    <Page title={t('people.title')} lead={t('people.lead')}>
      <Tabs
        items={[
          ...(permissions.includes('people.read') ? [{ key: 'people', label: t('people.tabs.people'), children: <Staff /> }] : []),
          {
            key: 'changes',
            label: (
              <Badge count={count} size="small" offset={[10, 0]}>
                {t('people.tabs.changes')}
              </Badge>
            ),
            children: <ChangeList />,
          },
          ...(permissions.includes('api-keys.read') ? [{ key: 'keys', label: t('people.tabs.keys'), children: <ApiKeyList /> }] : []),
          { key: 'powers', label: t('people.tabs.powers'), children: <Powers /> },
        ]}
      />
    </Page>
  );
}
