// What waits for a second person, and what became of earlier requests.
import { useQuery } from '@tanstack/react-query';
import { Button, Collapse, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as people } from '../../../src/people/contract.ts';
import { operations as policy } from '../../../src/policy/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useLanguage } from '../language/language.ts';
import { PolicyProposal } from '../policy/policy-proposal.tsx';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './people.module.css';

const colours = { waiting: 'processing', applied: 'success', rejected: 'error', withdrawn: 'default', expired: 'default' } as const;

export function ChangeList() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const [which, setWhich] = useState<'waiting' | 'ended'>('waiting');
  const { data, error, refetch } = useQuery(queryOf(people.listChanges, { which }));
  const change = useChange([people.listChanges, people.listPeople, policy.getPolicy, policy.listPolicyVersions]);
  const when = (time: string) => new Date(time).toLocaleString(language === 'zh' ? 'zh-CN' : 'en-GB');
  return (
    <div className={styles.main}>
      <Segmented
        value={which}
        onChange={setWhich}
        options={(['waiting', 'ended'] as const).map((value) => ({ value, label: t(`changes.${value}`) }))}
      />
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data?.changes.length === 0 && <Nothing sentence={t(`changes.none.${which}`)} />}
      <ul className={styles.cards}>
        {data?.changes.map((one) => (
          <li key={one.id} className={styles.request}>
            <div>
              <Tag color={colours[one.state]}>{t(`changes.state.${one.state}`)}</Tag>
              <strong>{one.sentence[language]}</strong>
            </div>
            <p>{t('changes.reason', { reason: one.reason })}</p>
            <p className={styles.soft}>
              {t('changes.by', { name: one.proposedBy, time: when(one.proposedAt) })}
              {one.decidedBy && one.decidedAt ? ` · ${t('changes.decided', { name: one.decidedBy, time: when(one.decidedAt) })}` : ''}
              {one.state === 'waiting' ? ` · ${t('changes.expires', { time: when(one.expiresAt) })}` : ''}
            </p>
            {one.kind === 'policy' && (
              <Collapse
                ghost
                destroyOnHidden
                items={[
                  {
                    key: one.id,
                    label: t('changes.details'),
                    children: <PolicyProposal changeId={one.id} isWaiting={one.state === 'waiting'} />,
                  },
                ]}
              />
            )}
            {one.mayDecide && (
              <div className={styles.actions}>
                {(['approve', 'reject'] as const).map((decision) => (
                  <Button
                    key={decision}
                    type={decision === 'approve' ? 'primary' : 'default'}
                    onClick={() => void change(() => call(people.decideChange, { changeId: one.id, decision }))}
                  >
                    {t(`changes.${decision}`)}
                  </Button>
                ))}
              </div>
            )}
            {one.mayWithdraw && (
              <Button onClick={() => void change(() => call(people.withdrawChange, { changeId: one.id }))}>{t('changes.withdraw')}</Button>
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
