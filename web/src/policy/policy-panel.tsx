// The policy in force, another text for it, and those before it.
import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as policy } from '../../../src/policy/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { PolicyEditor } from './policy-editor.tsx';
import { PolicyHistory } from './policy-history.tsx';
import { RuleList } from './rule-list.tsx';
import styles from './policy.module.css';

type View = 'rules' | 'text' | 'edit' | 'history';

export function PolicyPanel() {
  const { t } = useTranslation();
  const { permissions, mode } = usePerson();
  // On a site of one person nobody could approve, and the policy does not decide there.
  const mayChange = mode !== 'solo' && permissions.includes('policy.change');
  const [view, setView] = useState<View>('rules');
  const [draft, setDraft] = useState<string>();
  const { data, error, refetch } = useQuery(queryOf(policy.getPolicy, {}));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const revert = (text: string) => {
    setDraft(text);
    setView('edit');
  };
  const views: readonly View[] = ['rules', 'text', ...(mayChange ? (['edit'] as const) : []), 'history'];
  return (
    <div className={styles.main}>
      <p className={styles.soft}>
        {t('policy.lead', { number: data.number, count: data.rules.length })} {t(mayChange ? 'policy.twoPeople' : 'policy.readOnly')}
      </p>
      <Segmented
        value={view}
        onChange={(next) => {
          setDraft(undefined);
          setView(next);
        }}
        options={views.map((value) => ({ value, label: t(`policy.view.${value}`) }))}
      />
      {view === 'rules' && <RuleList rules={data.rules} />}
      {view === 'text' && (
        <pre className={styles.code} tabIndex={0}>
          {data.text}
        </pre>
      )}
      {view === 'edit' && <PolicyEditor inForce={data.text} initial={draft ?? data.text} onDone={() => setView('rules')} />}
      {view === 'history' && <PolicyHistory inForce={data.number} {...(mayChange ? { onRevert: revert } : {})} />}
    </div>
  );
}
