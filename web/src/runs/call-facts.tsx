// What is known of one call of a model. What is not known is left out.
import { useTranslation } from 'react-i18next';
import type { RunCall } from '../../../src/answer/contract.ts';
import { useFormat } from '../language/format.ts';
import styles from './runs.module.css';

export function CallFacts({ call }: { readonly call: RunCall }) {
  const { t } = useTranslation();
  const format = useFormat();
  const time = (value: number | null) => (value === null ? null : format.duration(value));
  const count = (value: number | null) => (value === null ? null : format.number(value));
  const facts = [
    [t('models.zoneLabel'), t(`models.zone.${call.zone}`)],
    [t('models.live.column.waited'), time(call.waitedMs)],
    [t('models.live.column.firstToken'), time(call.firstTokenMs)],
    [t('models.live.column.prompt'), count(call.promptTokens)],
    [t('models.live.column.completion'), count(call.completionTokens)],
    [t('runs.usage'), call.usageSource && t(`runs.usageSource.${call.usageSource}`)],
    [t('models.live.column.cost'), call.cost === null ? null : t('models.live.yuan', { amount: format.amount(call.cost / 1_000_000) })],
    [t('runs.finish'), call.finishReason],
  ] as const;
  return (
    <ul className={styles.call}>{facts.map(([name, value]) => value !== null && <li key={name}>{t('runs.fact', { name, value })}</li>)}</ul>
  );
}
