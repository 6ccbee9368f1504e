// Which use a question is asked in, where the site has more than one that answers from documents.
import { useQuery } from '@tanstack/react-query';
import { Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations, type Scenario } from '../../../src/scenarios/contract.ts';
import { queryOf } from '../api/call.ts';

export const usualScenario = 'policy-questions';

/** Those that answer questions; until they are known, none. */
export function useAnswering(): readonly Scenario[] {
  const { data } = useQuery(queryOf(operations.listScenarios, {}));
  return (data?.scenarios ?? []).filter(({ engine }) => engine !== 'relay');
}

interface Properties {
  readonly scenario: string;
  readonly onScenario: (name: string) => void;
}

export function ScenarioSelect({ scenario, onScenario }: Properties) {
  const { t } = useTranslation();
  const answering = useAnswering();
  if (answering.length < 2) return null;
  return (
    <Select
      size="small"
      aria-label={t('ask.scenario')}
      value={scenario}
      onChange={onScenario}
      options={answering.map(({ name, title }) => ({ value: name, label: title }))}
      popupMatchSelectWidth={false}
    />
  );
}
