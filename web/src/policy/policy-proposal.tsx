// What a policy change request would do, for whoever decides: the difference and the effect that its proposer saw.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ChangeId } from '../../../src/base/ids.ts';
import { operations as policy } from '../../../src/policy/contract.ts';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { EffectList } from './effect-list.tsx';
import { TextDiff } from './text-diff.tsx';
import styles from './policy.module.css';

/** Once it is decided there is nothing left to foresee. */
export function PolicyProposal({ changeId, isWaiting }: { readonly changeId: ChangeId; readonly isWaiting: boolean }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(queryOf(policy.getPolicyProposal, { changeId }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  return (
    <div className={styles.main}>
      <TextDiff before={data.replaces.text} after={data.text} label={t('policy.difference')} />
      {isWaiting && <EffectList text={data.text} />}
    </div>
  );
}
