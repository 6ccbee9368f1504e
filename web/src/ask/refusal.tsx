import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { useLanguage } from '../language/language.ts';

/** Says plainly that nothing is asserted, why, and what to do. */
export function Refusal({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { outcome, notice, contact } = answer;
  const sentence = notice?.[language] ?? (outcome === 'answered' ? '' : t(`ask.notice.${outcome}`));
  const isStopped = outcome === 'blocked' || outcome === 'failed' || outcome === 'crisis';
  return (
    <Alert
      type={isStopped ? 'error' : 'warning'}
      showIcon
      title={t(`ask.outcome.${outcome}`)}
      description={
        <>
          {sentence}
          {contact !== null && <div>{t('ask.contact', { contact })}</div>}
        </>
      }
    />
  );
}
