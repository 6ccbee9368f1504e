// What changed from one version to another: the clauses side by side, on a narrow screen under each other.
import { useQuery } from '@tanstack/react-query';
import { Select, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ComparisonRow, comparisonOperations } from '../../../src/knowledge/comparison-contract.ts';
import type { Version } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './compare.module.css';
import { ComparedText } from './compared-text.tsx';

/** Of a document with one version there is nothing to compare. */
export function ComparePanel({ versions }: { readonly versions: readonly Version[] }) {
  const { t } = useTranslation();
  const readable = versions.filter(({ state }) => state === 'ready');
  const [newest, previous] = readable;
  if (!newest || !previous) return <Nothing sentence={t('documents.oneVersion')} />;
  return <Compared versions={readable} initial={{ before: previous.id, after: newest.id }} />;
}

interface Sides {
  readonly before: Version['id'];
  readonly after: Version['id'];
}

function Compared({ versions, initial }: { readonly versions: readonly Version[]; readonly initial: Sides }) {
  const { t } = useTranslation();
  const [sides, setSides] = useState(initial);
  const [isWhole, setWhole] = useState(false);
  const { data, error, isPending, refetch } = useQuery(
    queryOf(comparisonOperations.compareVersions, { versionId: sides.after, beforeVersionId: sides.before }),
  );
  const options = versions.map(({ id, number, effectiveOn }) => ({
    value: id,
    label: [t('validity.version', { number }), effectiveOn].filter(Boolean).join(' · '),
  }));
  const choose = (side: keyof Sides) => (
    <Select
      aria-label={t(`documents.${side}`)}
      value={sides[side]}
      options={options}
      onChange={(id: Version['id']) => setSides({ ...sides, [side]: id })}
    />
  );
  return (
    <section className={styles.panel} aria-label={t('documents.compareTab')}>
      <div className={styles.choice}>
        {choose('before')}
        <span aria-hidden>→</span>
        {choose('after')}
        <label className={styles.whole}>
          <Switch size="small" checked={isWhole} onChange={setWhole} /> {t('documents.wholeText')}
        </label>
      </div>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {isPending && !error && <Loading rows={8} />}
      {data && <Rows rows={data.rows} isWhole={isWhole} />}
    </section>
  );
}

function Rows({ rows, isWhole }: { readonly rows: readonly ComparisonRow[]; readonly isWhole: boolean }) {
  const { t } = useTranslation();
  const changed = rows.filter(({ kind }) => kind !== 'same');
  return (
    <>
      <p className={styles.count}>{t('documents.changes', { count: changed.length, same: rows.length - changed.length })}</p>
      <ol className={styles.rows}>
        {(isWhole ? rows : changed).map((row) => (
          <li key={`${row.before?.start ?? ''} ${row.after?.start ?? ''}`} className={styles.row} data-kind={row.kind}>
            <ComparedText side="before" clause={row.before} />
            <ComparedText side="after" clause={row.after} />
          </li>
        ))}
      </ol>
    </>
  );
}
