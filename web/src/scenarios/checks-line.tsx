import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { loosened, usualChecks } from '../../../src/scenarios/checks-contract.ts';
import type { Scenario } from '../../../src/scenarios/contract.ts';
import { useFormat } from '../language/format.ts';
import styles from './scenarios.module.css';

/** What a scenario lets through, and whether that is more or less than usual. */
export function ChecksLine({ engine, checks }: Pick<Scenario, 'engine' | 'checks'>) {
  const { t } = useTranslation();
  const { score } = useFormat();
  const { supportedFrom, answeredFrom, showOpinions, judge, showReasoning } = checks;
  const isLooser = loosened(checks).length > 0;
  const isStricter = supportedFrom > usualChecks.supportedFrom || answeredFrom > usualChecks.answeredFrom;
  return (
    <span className={styles.checks}>
      {engine === 'generative' && <span>{t('scenarios.supportedFromIs', { score: score(supportedFrom) })}</span>}
      <span>{t('scenarios.answeredFromIs', { score: score(answeredFrom) })}</span>
      {engine === 'generative' && <span>{t(showOpinions ? 'scenarios.opinionsShown' : 'scenarios.opinionsHidden')}</span>}
      {judge && <span>{t(judge.isRequired ? 'scenarios.judge.requiredIs' : 'scenarios.judge.is', { model: judge.model })}</span>}
      {showReasoning && <span>{t('scenarios.reasoningShown')}</span>}
      {isLooser && <Tag color="warning">{t('scenarios.looser')}</Tag>}
      {isStricter && <Tag color="success">{t('scenarios.stricter')}</Tag>}
    </span>
  );
}
