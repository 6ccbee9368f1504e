import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import styles from './ask.module.css';

/** What another model said of the sentences that passed the checks; that it said nothing is told as well. */
export function SecondOpinion({ given }: { readonly given: NonNullable<Answer['secondOpinion']> }) {
  const { t } = useTranslation();
  const { judge, agreed, objected, missing, isRequired } = given;
  const sentences = [
    agreed > 0 && t('ask.second.agreed', { count: agreed }),
    objected > 0 && t('ask.second.objected', { count: objected }),
    missing > 0 && t(isRequired ? 'ask.second.missingRequired' : 'ask.second.missing', { count: missing }),
  ].filter(Boolean);
  if (sentences.length === 0) return null;
  return <p className={styles.leftOut}>{`${t('ask.second.title', { judge })} ${sentences.join(' ')}`}</p>;
}
