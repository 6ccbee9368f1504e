// Scenarios: each use with its newest version, what it lets through, and the versions before.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations, type Scenario } from '../../../src/scenarios/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { ScenarioCard } from './scenario-card.tsx';
import { ScenarioForm } from './scenario-form.tsx';
import styles from './scenarios.module.css';

export function ScenariosPage() {
  const { t } = useTranslation();
  const mayChange = usePerson().permissions.includes('scenarios.manage');
  const [editing, setEditing] = useState<Scenario | 'new'>();
  const { data, error, refetch } = useQuery(queryOf(operations.listScenarios, {}));
  return (
    <Page title={t('scenarios.title')} lead={t('scenarios.lead')}>
      {mayChange && (
        <p className={styles.tools}>
          <Button type="primary" onClick={() => setEditing('new')}>
            {t('scenarios.add')}
          </Button>
        </p>
      )}
      {editing && <ScenarioForm before={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={6} />}
      <ul className={styles.list}>
        {data?.scenarios.map((scenario) => (
          <ScenarioCard key={scenario.id} scenario={scenario} {...(mayChange ? { onChange: () => setEditing(scenario) } : {})} />
        ))}
      </ul>
    </Page>
  );
}
