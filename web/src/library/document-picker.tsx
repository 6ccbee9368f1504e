// A document by its name, among those that one may read; any other by its number, as the ledger tells it.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as library } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';

const shown = 20;
const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function DocumentPicker({ onPick }: { readonly onPick: (id: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const isNumber = uuid.test(typed);
  const { data, isFetching } = useQuery({ ...queryOf(library.listDocuments, { name: typed, limit: shown }), enabled: !isNumber });
  const found: { value: string; label: string }[] =
    data?.documents.map(({ id, title, name }) => ({ value: id, label: `${title} (${name})` })) ?? [];
  return (
    <Select
      showSearch={{ filterOption: false, onSearch: (text) => setTyped(text.trim()) }}
      loading={isFetching}
      onChange={onPick}
      placeholder={t('library.choose')}
      aria-label={t('library.choose')}
      notFoundContent={t('library.noMatch')}
      options={isNumber ? [{ value: typed, label: typed }] : found}
    />
  );
}
