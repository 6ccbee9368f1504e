// The documents of the library. On a narrow screen the facts stand under the title.
import { DeleteOutlined, ReloadOutlined } from '@ant-design/icons';
import { Button, Grid, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Document } from '../../../src/knowledge/contract.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { ValidityTag } from '../evidence/validity-tag.tsx';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { ReadingReport } from './reading-report.tsx';
import { DocumentState } from './document-state-tag.tsx';
import styles from './library.module.css';
import { UnlockForm } from './unlock-form.tsx';
import { useDeleteDocument } from './use-delete-document.tsx';
import { type DocumentFilter, useDocuments, useRetryDocument } from './use-documents.ts';

interface Properties {
  readonly filter: DocumentFilter;
  /** Also what reading each came to. */
  readonly withReport?: boolean;
}

export function DocumentTable({ filter, withReport = false }: Properties) {
  const { t } = useTranslation();
  const columns = useColumns(withReport);
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useDocuments(filter);
  if (isPending) return <Loading rows={8} />;
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  const documents = data.pages.flatMap((page) => page.documents);
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (documents.length === 0) return <Nothing sentence={isFiltered ? t('library.noMatch') : t('library.empty')} />;
  return (
    <div className={styles.table}>
      <p className={styles.total}>{t('library.total', { count: data.pages[0]?.total ?? documents.length })}</p>
      <Table rowKey="id" size="middle" columns={columns} dataSource={documents} pagination={false} />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('states.more')}
        </Button>
      )}
    </div>
  );
}

function useColumns(withReport: boolean): ColumnsType<Document> {
  const { t } = useTranslation();
  const format = useFormat();
  const isNarrow = !(Grid.useBreakpoint().md ?? true);
  const state = (_: unknown, { latest }: Document) => <DocumentState version={latest} />;
  const validity = (_: unknown, { latest }: Document) => latest.state === 'ready' && <ValidityTag version={latest} />;
  const grade = (_: unknown, document: Document) => <GradeTag grade={document.grade} />;
  const name = {
    key: 'name',
    title: t('library.column.name'),
    render: (_: unknown, document: Document) => <Name document={document} withFacts={isNarrow} withReport={withReport} />,
  };
  const actions = {
    key: 'actions',
    title: <span className={styles.unseen}>{t('library.column.actions')}</span>,
    width: 88,
    render: (_: unknown, document: Document) => <Actions document={document} />,
  };
  if (isNarrow) return [name, actions];
  return [
    name,
    { key: 'department', title: t('library.column.department'), dataIndex: 'department', responsive: ['xl'] },
    { key: 'grade', title: t('library.column.grade'), width: 84, render: grade },
    { key: 'state', title: t('library.column.state'), width: 112, render: state },
    { key: 'validity', title: t('library.column.validity'), width: 108, render: validity },
    {
      key: 'passages',
      title: t('library.column.passages'),
      width: 72,
      align: 'right',
      responsive: ['lg'],
      render: (_, { latest }) => format.number(latest.passageCount),
    },
    {
      key: 'imported',
      title: t('library.column.imported'),
      width: 128,
      responsive: ['lg'],
      render: (_, { latest }) => format.moment(latest.importedAt),
    },
    actions,
  ];
}

interface NameProperties {
  readonly document: Document;
  readonly withFacts: boolean;
  readonly withReport: boolean;
}

function Name({ document, withFacts, withReport }: NameProperties) {
  const { t } = useTranslation();
  return (
    <div>
      <Link to={`/library/${document.id}`} className={styles.name} aria-label={t('library.open', { title: document.title })}>
        {document.title}
      </Link>
      <div className={styles.fileName}>
        {document.collection.name} · {document.name}
        {document.versionCount > 1 && ` · ${t('validity.version', { number: document.latest.number })}`}
      </div>
      {withReport && <ReadingReport version={document.latest} />}
      <UnlockForm document={document} />
      {withFacts && (
        <div className={styles.facts}>
          <DocumentState version={document.latest} />
          <GradeTag grade={document.grade} />
          {document.latest.state === 'ready' && <ValidityTag version={document.latest} />}
        </div>
      )}
    </div>
  );
}

function Actions({ document }: { readonly document: Document }) {
  const { t } = useTranslation();
  const remove = useDeleteDocument();
  const retry = useRetryDocument();
  return (
    <span className={styles.actions}>
      {document.latest.state === 'rejected' && (
        <Button
          type="text"
          icon={<ReloadOutlined />}
          aria-label={`${t('library.retry')}: ${document.title}`}
          title={t('library.retry')}
          onClick={() => void retry(document)}
        />
      )}
      <Button
        type="text"
        icon={<DeleteOutlined />}
        aria-label={t('library.deleteLabel', { title: document.title })}
        title={t('library.delete')}
        onClick={() => void remove(document)}
      />
    </span>
  );
}
