import type { UseQueryResult } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Duplicate } from '../../../src/knowledge/desk-contract.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './desk.module.css';

export function DuplicateList({ duplicates }: { readonly duplicates: UseQueryResult<{ readonly duplicates: readonly Duplicate[] }> }) {
  const { t } = useTranslation();
  const { data, error, refetch } = duplicates;
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  if (data.duplicates.length === 0) return <Nothing sentence={t('desk.noDuplicates')} />;
  return (
    <ul className={styles.duplicates}>
      {data.duplicates.map(({ kind, share, documents: [left, right] }) => (
        <li key={`${left.documentId} ${right.documentId}`}>
          <Tag color={kind === 'same' ? 'error' : 'warning'}>
            {kind === 'same' ? t('desk.same') : t('desk.near', { percent: Math.round(100 * share) })}
          </Tag>
          <Named document={left} />
          <Named document={right} />
        </li>
      ))}
    </ul>
  );
}

function Named({ document: { documentId, title, name } }: { readonly document: Duplicate['documents'][number] }) {
  return (
    <span className={styles.named}>
      <Link to={`/library/${documentId}`}>{title}</Link> <span className={styles.hint}>{name}</span>
    </span>
  );
}
