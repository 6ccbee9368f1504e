import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { operations } from '../../../src/scenarios/contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { ChecksLine } from './checks-line.tsx';
import styles from './scenarios.module.css';

/** Newest first. */
export function VersionList({ name }: { readonly name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(queryOf(operations.listScenarioVersions, { name }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={2} />;
  return (
    <ol className={styles.versions}>
      {data.versions.map(({ id, version, addedAt, engine, inputGrade, modelNames, checks }) => (
        <li key={id}>
          <strong>{t('scenarios.version', { version })}</strong> <span className={styles.soft}>{format.instant(addedAt)}</span>
          <div className={styles.checks}>
            <span>{t(`scenarios.engine.${engine}`)}</span>
            <span>{t(`grade.${inputGrade}`)}</span>
            {modelNames.length > 0 && <span>{modelNames.join(t('ask.listSeparator'))}</span>}
          </div>
          {engine !== 'relay' && <ChecksLine engine={engine} checks={checks} />}
        </li>
      ))}
    </ol>
  );
}
