// The query and its filters. A filter acts at once; the query on Enter.
import { useQuery } from '@tanstack/react-query';
import { Button, Checkbox, Input, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { documentSchema, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { DayInput } from '../language/day-input.tsx';
import styles from './search.module.css';
import type { SearchFields } from './search-address.ts';

interface Properties {
  readonly fields: SearchFields;
  readonly isSearching: boolean;
  readonly onChange: (changes: SearchFields) => void;
}

const noFilters = { collectionId: '', department: '', grade: '', asOf: '', anyValidity: '', limit: '' };

export function SearchForm({ fields, isSearching, onChange }: Properties) {
  const { t } = useTranslation();
  const [query, setQuery] = useState(fields.query ?? '');
  const [searched, setSearched] = useState(fields.query);
  // Going back in the browser changes what is searched without typing.
  if (searched !== fields.query) {
    setSearched(fields.query);
    setQuery(fields.query ?? '');
  }
  const hasFilters = Object.keys(fields).some((name) => name !== 'query');
  return (
    <search className={styles.form}>
      <Input.Search
        size="large"
        value={query}
        maxLength={500}
        aria-label={t('search.inputLabel')}
        placeholder={t('search.placeholder')}
        enterButton={t('search.submit')}
        loading={isSearching}
        onChange={(event) => setQuery(event.target.value)}
        onSearch={(typed) => onChange({ query: typed.trim(), limit: '' })}
      />
      <div className={styles.filters} role="group" aria-label={t('search.filters')}>
        <Filters fields={fields} onChange={onChange} />
        {hasFilters && (
          <Button type="link" onClick={() => onChange(noFilters)}>
            {t('search.clear')}
          </Button>
        )}
      </div>
    </search>
  );
}

function Filters({ fields, onChange }: Pick<Properties, 'fields' | 'onChange'>) {
  const { t } = useTranslation();
  const { data } = useQuery(queryOf(knowledge.listCollections, {}));
  const collections = data?.collections.map(({ id, name }) => ({ value: id, label: name })) ?? [];
  const departments = data?.departments.map((name) => ({ value: name, label: name })) ?? [];
  const grades = documentSchema.shape.grade.options.map((grade) => ({ value: grade as string, label: t(`grade.${grade}`) }));
  return (
    <>
      <Choice
        label={t('search.collection')}
        any={t('search.anyCollection')}
        value={fields.collectionId}
        options={collections}
        onChange={(collectionId) => onChange({ collectionId })}
      />
      <Choice
        label={t('search.department')}
        any={t('search.anyDepartment')}
        value={fields.department}
        options={departments}
        onChange={(department) => onChange({ department })}
      />
      <Choice
        label={t('search.grade')}
        any={t('search.anyGrade')}
        value={fields.grade}
        options={grades}
        onChange={(grade) => onChange({ grade })}
      />
      <Labelled label={t('search.asOf')}>
        <DayInput value={fields.asOf ?? ''} onChange={(asOf) => onChange({ asOf })} />
      </Labelled>
      <Checkbox checked={fields.anyValidity === 'true'} onChange={(event) => onChange({ anyValidity: event.target.checked ? 'true' : '' })}>
        {t('search.anyValidity')}
      </Checkbox>
    </>
  );
}

interface ChoiceProperties {
  readonly label: string;
  readonly any: string;
  readonly value: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

function Choice({ label, any, value, options, onChange }: ChoiceProperties) {
  return (
    <Labelled label={label}>
      <Select
        aria-label={label}
        value={value ?? ''}
        options={[{ value: '', label: any }, ...options]}
        onChange={onChange}
        popupMatchSelectWidth={false}
      />
    </Labelled>
  );
}

function Labelled({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <label className={styles.labelled}>
      <span>{label}</span>
      {children}
    </label>
  );
}
