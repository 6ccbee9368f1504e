// Under which rights how many documents stand, and who can see them: counts, no titles.
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Table, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type RightsClass, rightsOperations } from '../../../src/knowledge/rights-contract.ts';
import { queryOf } from '../api/call.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { CirclePicture } from './circle-picture.tsx';
import { ReaderList } from './reader-list.tsx';
import styles from './rights.module.css';

export function RightsOverview() {
  const { t } = useTranslation();
  const format = useFormat();
  const [shown, setShown] = useState<RightsClass>();
  const { data, error, refetch } = useQuery(queryOf(rightsOperations.listRights, {}));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  const columns = [
    {
      title: t('rights.column.owner'),
      key: 'owner',
      render: (one: RightsClass) => one.ownerPath.map(({ name }) => name).join(' › ') || t('rights.noOwner'),
    },
    { title: t('rights.column.grade'), key: 'grade', render: (one: RightsClass) => <GradeTag grade={one.grade} /> },
    { title: t('rights.column.collection'), key: 'collection', render: (one: RightsClass) => one.collection.name },
    {
      title: t('rights.grants'),
      key: 'grants',
      render: (one: RightsClass) => one.grants.map((grant) => <GrantTag key={JSON.stringify(grant)} grant={grant} />),
    },
    {
      title: t('rights.column.documents'),
      key: 'documents',
      align: 'right' as const,
      render: (one: RightsClass) => format.number(one.documentCount),
    },
    {
      title: t('rights.column.readers'),
      key: 'readers',
      align: 'right' as const,
      render: (one: RightsClass) => <ReaderCount of={one} onShow={() => setShown(one)} />,
    },
  ];
  return (
    <div className={styles.panel}>
      <p className={styles.soft}>{t('rights.overviewLead')}</p>
      <Table
        rowKey="id"
        columns={columns}
        dataSource={data?.classes ?? []}
        loading={!data}
        locale={{ emptyText: t('rights.noClasses') }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: 'max-content' }}
        size="middle"
      />
      <Drawer open={shown !== undefined} title={t('rights.who')} size={560} destroyOnHidden onClose={() => setShown(undefined)}>
        {shown && <ClassReaders of={shown} />}
      </Drawer>
    </div>
  );
}

function GrantTag({ grant: { grant, name, of } }: { readonly grant: RightsClass['grants'][number] }) {
  const { t } = useTranslation();
  return (
    <Tag>
      {grant.to === 'role' ? t(`roles.${grant.id}`) : name} · {t(`rights.action.${grant.action}`)}
      {of === 'collection' && ` · ${t('rights.byCollection')}`}
    </Tag>
  );
}

/** Asked row by row: on a large site each takes the policy engine a moment. */
function ReaderCount({ of: { id, grade, collection }, onShow }: { readonly of: RightsClass; readonly onShow: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery(queryOf(rightsOperations.getClassReaders, { classId: id }));
  return (
    <Button
      type="link"
      size="small"
      loading={!data && !error}
      aria-label={t('rights.whoSees', { grade: t(`grade.${grade}`), collection: collection.name })}
      onClick={onShow}
    >
      {data ? t('rights.readerCount', { readers: format.number(data.readerCount) }) : t('rights.who')}
    </Button>
  );
}

function ClassReaders({ of: { id, grants, ...place } }: { readonly of: RightsClass }) {
  const { data, error, refetch } = useQuery(queryOf(rightsOperations.getClassReaders, { classId: id }));
  return (
    <div className={styles.panel}>
      <CirclePicture place={place} grants={grants} />
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {data ? <ReaderList {...data} /> : <Loading rows={4} />}
    </div>
  );
}
