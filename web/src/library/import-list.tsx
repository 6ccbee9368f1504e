// What became of each file of this import.
import { useQuery } from '@tanstack/react-query';
import { Button, Progress, Table, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { type ImportResult, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { useProblemSentence } from '../states/fault.tsx';
import { isPending, pendingRefreshMs } from './document-state.ts';
import { DocumentState } from './document-state-tag.tsx';
import styles from './library.module.css';
import { UnlockForm } from './unlock-form.tsx';
import type { ImportItem } from './use-imports.ts';

interface Properties {
  readonly items: readonly ImportItem[];
  readonly onRetry: (item: ImportItem) => void;
  readonly onClear: () => void;
}

export function ImportList({ items, onRetry, onClear }: Properties) {
  const { t } = useTranslation();
  const done = items.filter(({ state }) => state.kind === 'imported' || state.kind === 'failed').length;
  return (
    <div className={styles.imports}>
      <div className={styles.importsTop}>
        <strong>{t('library.imports')}</strong>
        <Progress
          className={styles.importsProgress ?? ''}
          percent={(100 * done) / items.length}
          format={() => t('library.importsProgress', { done, total: items.length })}
        />
        <Button type="link" onClick={onClear}>
          {t('library.clearImports')}
        </Button>
      </div>
      <Table
        size="small"
        rowKey="key"
        showHeader={false}
        // Only the rows in sight ask how far their document is.
        pagination={{ pageSize: 8, hideOnSinglePage: true, size: 'small' }}
        dataSource={[...items]}
        columns={[
          { dataIndex: 'name', className: styles.importName ?? '' },
          { key: 'state', width: '56%', render: (_, item: ImportItem) => <ItemState item={item} onRetry={() => onRetry(item)} /> },
        ]}
      />
    </div>
  );
}

function ItemState({ item: { state }, onRetry }: { readonly item: ImportItem; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  const sentenceOf = useProblemSentence();
  switch (state.kind) {
    case 'waiting':
      return <Tag>{t('library.outcome.waiting')}</Tag>;
    case 'sending':
      return <Progress size="small" percent={Math.round(100 * state.share)} aria-label={t('library.outcome.sending')} />;
    case 'imported':
      return <Imported result={state.result} />;
    case 'failed':
      return (
        <span className={styles.importFault}>
          {sentenceOf(state.error)}
          <Button size="small" onClick={onRetry}>
            {t('states.retry')}
          </Button>
        </span>
      );
  }
}

function Imported({ result }: { readonly result: ImportResult }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    ...queryOf(knowledge.getDocument, { documentId: result.document.id }),
    refetchInterval: ({ state }) => (state.data && !isPending(state.data.document) ? false : pendingRefreshMs),
  });
  const document = data?.document ?? result.document;
  return (
    <span className={styles.importResult}>
      <Tag>{t(`library.outcome.${result.outcome}`)}</Tag>
      {result.duplicateOf && <Tag color="warning">{t('library.outcome.duplicate', { name: result.duplicateOf.name })}</Tag>}
      <DocumentState version={document.latest} withReason />
      <UnlockForm document={document} />
    </span>
  );
}
