import { ThoughtChain } from '@ant-design/x';
import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { useLanguage } from '../language/language.ts';

/** How the answer came about, for those who want to know. */
export function RunSteps({ steps }: { readonly steps: Answer['steps'] }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const elapsed = Math.round(steps.reduce((total, step) => total + step.elapsedMs, 0));
  const items = steps.map((step, index) => ({
    key: String(index),
    title: `${t(`ask.step.${step.name}`)} · ${t('ask.milliseconds', { elapsed: Math.round(step.elapsedMs * 10) / 10 })}`,
    description: step.summary[language],
    status: 'success' as const,
  }));
  const panel = { key: 'steps', label: t('ask.stepsTotal', { count: steps.length, elapsed }), children: <ThoughtChain items={items} /> };
  return <Collapse ghost size="small" items={[panel]} />;
}
