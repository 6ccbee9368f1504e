// A failure: one sentence that says what to do, and a way to try again.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Problem } from '../api/problem.ts';
import { useLanguage } from '../language/language.ts';
import styles from './states.module.css';

export function Fault({ error, onRetry }: { readonly error: unknown; readonly onRetry?: () => void }) {
  const { t } = useTranslation();
  const sentenceOf = useProblemSentence();
  const action = onRetry ? (
    <Button size="small" onClick={onRetry}>
      {t('states.retry')}
    </Button>
  ) : null;
  return <Alert className={styles.fault ?? ''} type="error" showIcon role="alert" title={sentenceOf(error)} action={action} />;
}

/** The sentence of any caught error in the reader's language. */
export function useProblemSentence(): (error: unknown) => string {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (error) => {
    if (!(error instanceof Problem)) return t('states.unexpected');
    if (error.sentences) return error.sentences[language];
    return error.code === 'file-too-large' ? t('states.tooLarge') : t('states.unreachable');
  };
}
