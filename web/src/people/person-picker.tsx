import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as people, type Person } from '../../../src/people/contract.ts';
import { queryOf } from '../api/call.ts';

interface Properties {
  /** Everybody, unless it is said. */
  readonly state?: Person['state'];
  readonly onPick: (id: string) => void;
}

export function PersonPicker({ state, onPick }: Properties) {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(queryOf(people.listPeople, { state }));
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      loading={isPending}
      onChange={onPick}
      placeholder={t('people.choose')}
      aria-label={t('people.choose')}
      options={data?.people.map(({ id, displayName, loginName }) => ({ value: id, label: `${displayName} (${loginName})` })) ?? []}
    />
  );
}
