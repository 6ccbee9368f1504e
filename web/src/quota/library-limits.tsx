// What each department keeps in the library, and how much it may.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Amounts, type KeptByDepartment, limitOperations } from '../../../src/knowledge/limits-contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call, queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { LibraryLimitForm } from './library-limit-form.tsx';
import styles from './quota.module.css';

/** What a limit is set for. */
interface Subject {
  /** `default`, or the id of a department. */
  readonly subject: string;
  readonly name: string;
  readonly limit: Amounts | null;
}

export function LibraryLimits() {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<Subject>();
  const { data, error, refetch } = useQuery(queryOf(limitOperations.listLibraryLimits, {}));
  const columns = useColumns(setEditing);
  return (
    <section aria-label={t('limits.title')}>
      <h2 className={styles.heading}>{t('limits.title')}</h2>
      <p className={styles.soft}>{t('limits.lead')}</p>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={3} />}
      {data && (
        <>
          <p className={styles.choices}>
            <strong>{t('limits.standard')}</strong> <LimitWords limit={data.default} />
            <Actions
              subject={{ subject: 'default', name: t('limits.standard'), limit: data.default }}
              isSet={data.default !== null}
              onSet={setEditing}
            />
            <span className={styles.soft}>{t('limits.standardHint')}</span>
          </p>
          <Table
            rowKey={({ departmentId }) => departmentId ?? ''}
            size="middle"
            columns={columns}
            dataSource={data.departments}
            pagination={{ pageSize: 20, hideOnSinglePage: true }}
            scroll={{ x: 'max-content' }}
          />
        </>
      )}
      {editing && <LibraryLimitForm {...editing} onClose={() => setEditing(undefined)} />}
    </section>
  );
}

function useColumns(onSet: (subject: Subject) => void): ColumnsType<KeptByDepartment> {
  const { t } = useTranslation();
  const format = useFormat();
  const mayManage = usePerson().permissions.includes('quotas.manage');
  return [
    { key: 'department', title: t('limits.column.department'), render: (_, { department }) => department || t('limits.noDepartment') },
    { key: 'bytes', title: t('limits.column.bytes'), align: 'right', render: (_, { used }) => format.bytes(used.bytes) },
    { key: 'documents', title: t('limits.column.documents'), align: 'right', render: (_, { used }) => format.number(used.documents) },
    {
      key: 'limit',
      title: t('limits.column.limit'),
      render: (_, { limit, isOwnLimit }) => (
        <>
          <LimitWords limit={limit} /> {limit && <span className={styles.soft}>{t(isOwnLimit ? 'limits.own' : 'limits.byDefault')}</span>}
        </>
      ),
    },
    ...(mayManage
      ? [
          {
            key: 'actions',
            title: t('limits.column.actions'),
            render: (_: unknown, { departmentId, department, limit, isOwnLimit }: KeptByDepartment) =>
              departmentId && <Actions subject={{ subject: departmentId, name: department, limit }} isSet={isOwnLimit} onSet={onSet} />,
          },
        ]
      : []),
  ];
}

function LimitWords({ limit }: { readonly limit: Amounts | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { bytes = null, documents = null } = limit ?? {};
  const parts = [
    ...(bytes === null ? [] : [`${t('limits.bytes')} ${format.bytes(bytes)}`]),
    ...(documents === null ? [] : [`${t('limits.documents')} ${format.number(documents)}`]),
  ];
  return <span>{parts.length === 0 ? t('limits.none') : parts.join(' · ')}</span>;
}

interface ActionProperties {
  readonly subject: Subject;
  readonly isSet: boolean;
  readonly onSet: (subject: Subject) => void;
}

function Actions({ subject, isSet, onSet }: ActionProperties) {
  const { t } = useTranslation();
  const change = useChange([limitOperations.listLibraryLimits, limitOperations.getLibraryRoom]);
  const mayManage = usePerson().permissions.includes('quotas.manage');
  if (!mayManage) return null;
  const { name } = subject;
  const remove = () => change(() => call(limitOperations.removeLibraryLimit, { subject: subject.subject }), t('limits.removed'));
  return (
    <span className={styles.head}>
      <Button size="small" aria-label={t('limits.setOf', { name })} onClick={() => onSet(subject)}>
        {t('limits.set')}
      </Button>
      {isSet && (
        <Popconfirm title={t('limits.removeSure')} onConfirm={() => void remove()}>
          <Button size="small" aria-label={t('limits.removeOf', { name })}>
            {t('limits.remove')}
          </Button>
        </Popconfirm>
      )}
    </span>
  );
}
