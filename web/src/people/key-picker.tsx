import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { queryOf } from '../api/call.ts';

/** Of the API keys that open something now. */
export function KeyPicker({ onPick }: { readonly onPick: (id: string) => void }) {
  const { t } = useTranslation();
  const { data, isPending } = useQuery(queryOf(signIn.listApiKeys, {}));
  const valid = (data?.keys ?? []).filter(({ state }) => state === 'valid');
  return (
    <Select
      showSearch={{ optionFilterProp: 'label' }}
      loading={isPending}
      onChange={onPick}
      placeholder={t('keys.choose')}
      aria-label={t('keys.choose')}
      options={valid.map(({ id, name, scenario }) => ({ value: id as string, label: `${name} (${scenario})` }))}
    />
  );
}
