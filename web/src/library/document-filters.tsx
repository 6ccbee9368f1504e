import { useQuery } from '@tanstack/react-query';
import { Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as knowledge, versionStateSchema } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import styles from './library.module.css';
import type { DocumentFilter } from './use-documents.ts';

interface Properties {
  readonly filter: DocumentFilter;
  readonly onChange: (filter: DocumentFilter) => void;
}

export function DocumentFilters({ filter, onChange }: Properties) {
  const { t } = useTranslation();
  const { data } = useQuery(queryOf(knowledge.listCollections, {}));
  const collections = data?.collections.map(({ id, name, documentCount }) => ({ value: id, label: `${name} (${documentCount})` })) ?? [];
  const states = versionStateSchema.options.map((state) => ({ value: state, label: t(`library.state.${state}`) }));
  return (
    <div className={styles.filters}>
      <Input.Search
        className={styles.nameFilter ?? ''}
        allowClear
        aria-label={t('library.filterName')}
        placeholder={t('library.filterName')}
        onSearch={(name) => onChange({ ...filter, name: name.trim() || undefined })}
      />
      <Select
        aria-label={t('library.collection')}
        allowClear
        placeholder={t('search.anyCollection')}
        options={collections}
        popupMatchSelectWidth={false}
        onChange={(collectionId?: string) => onChange({ ...filter, collectionId })}
      />
      <Select
        aria-label={t('library.filterState')}
        allowClear
        placeholder={t('library.anyState')}
        options={states}
        onChange={(state?: DocumentFilter['state']) => onChange({ ...filter, state })}
      />
    </div>
  );
}
