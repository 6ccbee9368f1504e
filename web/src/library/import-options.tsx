import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { documentSchema, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import styles from './library.module.css';
import type { ImportOptions } from './use-imports.ts';

interface Properties {
  readonly options: ImportOptions;
  readonly onChange: (options: ImportOptions) => void;
}

/** Collection, department and grade for the files to come. */
export function ImportOptionFields({ options, onChange }: Properties) {
  const { t } = useTranslation();
  const { data } = useQuery(queryOf(knowledge.listCollections, {}));
  const grades = documentSchema.shape.grade.options.map((grade) => ({ value: grade, label: t(`grade.${grade}`) }));
  return (
    <div className={styles.options}>
      <label>
        <span>{t('library.collection')}</span>
        <AutoComplete
          aria-label={t('library.collection')}
          placeholder={t('library.collectionPlaceholder')}
          options={data?.collections.map(({ name }) => ({ value: name })) ?? []}
          value={options.collection ?? ''}
          onChange={(collection: string) => onChange({ ...options, collection: collection || undefined })}
        />
      </label>
      <label>
        <span>{t('library.department')}</span>
        <AutoComplete
          aria-label={t('library.department')}
          placeholder={t('library.departmentPlaceholder')}
          options={data?.departments.map((value) => ({ value })) ?? []}
          value={options.department ?? ''}
          onChange={(department: string) => onChange({ ...options, department: department || undefined })}
        />
      </label>
      <label>
        <span>{t('library.grade')}</span>
        <Select
          aria-label={t('library.grade')}
          placeholder={t('library.gradePlaceholder')}
          allowClear
          options={grades}
          value={options.grade ?? null}
          onChange={(grade) => onChange({ ...options, grade: grade ?? undefined })}
        />
      </label>
    </div>
  );
}
