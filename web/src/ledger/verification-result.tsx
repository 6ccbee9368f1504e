import { Alert, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../language/format.ts';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import styles from './ledger.module.css';
import type { VerificationState } from './use-verification.ts';

export function VerificationResult({ state }: { readonly state: VerificationState }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const format = useFormat();
  if (state.kind === 'idle') return null;
  if (state.kind === 'broken') return <Fault error={state.error} />;
  if (state.kind === 'running')
    return (
      <div className={styles.progress} role="status">
        <span>{t('ledger.verifying')}</span>
        <Progress percent={state.total === 0 ? 0 : Math.floor((100 * state.done) / state.total)} />
      </div>
    );
  const { fault, firstSequence, lastSequence, checkpoints, clockWentBack } = state.verification;
  if (fault) return <Alert type="error" showIcon role="alert" title={t('ledger.notWhole')} description={fault[language]} />;
  const remark = clockWentBack > 0 ? t('ledger.clockWentBack', { count: clockWentBack }) : undefined;
  const sentence = t('ledger.whole', {
    first: format.number(firstSequence),
    last: format.number(lastSequence),
    checkpoints: format.number(checkpoints),
  });
  return <Alert type="success" showIcon role="status" title={sentence} description={remark} />;
}
