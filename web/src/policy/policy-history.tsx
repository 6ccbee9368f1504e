// Every policy that was in force: what each changed, and going back to it.
import { useQuery } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as policy, type PolicyVersion } from '../../../src/policy/contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { TextDiff } from './text-diff.tsx';
import styles from './policy.module.css';

/** `onRevert` where the reader may propose. */
export function PolicyHistory({ inForce, onRevert }: { readonly inForce: number; readonly onRevert?: (text: string) => void }) {
  const { data, error, refetch } = useQuery(queryOf(policy.listPolicyVersions, {}));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={3} />;
  return (
    <ul className={styles.cards}>
      {data.versions.map((version) => (
        <Version key={version.number} version={version} isInForce={version.number === inForce} {...(onRevert ? { onRevert } : {})} />
      ))}
    </ul>
  );
}

interface Properties {
  readonly version: PolicyVersion;
  readonly isInForce: boolean;
  readonly onRevert?: (text: string) => void;
}

function Version({ version: { number, createdAt, proposedBy, approvedBy }, isInForce, onRevert }: Properties) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  const own = useQuery({ ...queryOf(policy.getPolicyVersion, { number }), enabled: isOpen || (onRevert !== undefined && !isInForce) });
  const earlier = useQuery({ ...queryOf(policy.getPolicyVersion, { number: number - 1 }), enabled: isOpen && number > 0 });
  const error = own.error ?? earlier.error;
  return (
    <li className={styles.effect}>
      <div className={styles.change}>
        <strong>{t('policy.version', { number })}</strong>
        {isInForce && <Tag color="success">{t('policy.inForce')}</Tag>}
        <span className={styles.soft}>
          {createdAt
            ? t('policy.madeBy', { time: format.instant(createdAt), proposer: proposedBy, approver: approvedBy })
            : t('policy.shipped')}
        </span>
      </div>
      <div className={styles.tools}>
        {number > 0 && (
          <Button size="small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {t('policy.showDifference', { number: number - 1 })}
          </Button>
        )}
        {onRevert && !isInForce && (
          <Button size="small" loading={own.isLoading} disabled={!own.data} onClick={() => own.data && onRevert(own.data.text)}>
            {t('policy.revert')}
          </Button>
        )}
      </div>
      {error && <Fault error={error} />}
      {isOpen && own.data && earlier.data && (
        <TextDiff before={earlier.data.text} after={own.data.text} label={t('policy.showDifference', { number: number - 1 })} />
      )}
    </li>
  );
}
