// Records of the ledger, newest first. On a narrow screen who and what stand under the act.
import { Button, Grid, Table } from 'antd';
import type { ColumnsType } from 'antd/es/table';
import { useTranslation } from 'react-i18next';
import type { LedgerRecord } from '../../../src/ledger/contract.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { KindName } from './kind-name.tsx';
import styles from './ledger.module.css';
import { OutcomeTag } from './outcome-tag.tsx';
import { type RecordFilter, useRecords } from './use-records.ts';

type Show = (sequence: number) => void;

export function RecordTable({ filter, onShow }: { readonly filter: RecordFilter; readonly onShow: Show }) {
  const { t } = useTranslation();
  const columns = useColumns(onShow);
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRecords(filter);
  if (isPending) return <Loading rows={8} />;
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  const records = data.pages.flatMap((page) => page.records.map(({ record }) => record));
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  if (records.length === 0) return <Nothing sentence={isFiltered ? t('ledger.noMatch') : t('ledger.empty')} />;
  return (
    <div className={styles.table}>
      <Table rowKey="sequence" size="middle" columns={columns} dataSource={records} pagination={false} />
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('states.more')}
        </Button>
      )}
    </div>
  );
}

function useColumns(onShow: Show): ColumnsType<LedgerRecord> {
  const { t } = useTranslation();
  const format = useFormat();
  const isNarrow = !(Grid.useBreakpoint().md ?? true);
  const sequence = { key: 'sequence', title: t('ledger.column.sequence'), dataIndex: 'sequence', width: 76, align: 'right' as const };
  const act = {
    key: 'act',
    title: t('ledger.column.act'),
    render: (_: unknown, record: LedgerRecord) => (
      <div>
        <button type="button" className={styles.act} onClick={() => onShow(record.sequence)}>
          {t(`ledger.action.${record.action}`)}
        </button>
        {isNarrow && (
          <div className={styles.under}>
            <span>{format.instant(record.time)}</span>
            <OutcomeTag outcome={record.outcome} />
            <ShortId kind={record.actor.kind} id={record.actor.id} />
          </div>
        )}
      </div>
    ),
  };
  if (isNarrow) return [sequence, act];
  return [
    sequence,
    { key: 'time', title: t('ledger.column.time'), width: 190, render: (_, { time }) => format.instant(time) },
    act,
    { key: 'actor', title: t('ledger.column.actor'), render: (_, { actor }) => <ShortId kind={actor.kind} id={actor.id} /> },
    {
      key: 'subject',
      title: t('ledger.column.subject'),
      render: (_, { subject }) => subject && <ShortId kind={subject.kind} id={subject.id} />,
    },
    { key: 'outcome', title: t('ledger.column.outcome'), width: 96, render: (_, { outcome }) => <OutcomeTag outcome={outcome} /> },
  ];
}

/** The end of an id tells ids of one day apart better than its beginning, which is the time. */
function ShortId({ kind, id }: { readonly kind: string; readonly id: string }) {
  return (
    <span className={styles.who} title={id}>
      <KindName kind={kind} /> <code>{id.length > 14 ? `…${id.slice(-8)}` : id}</code>
    </span>
  );
}
