import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { counted } from './counted.ts';
import styles from './ask.module.css';

/** How many sentences of the model did not stand, and against what. Their text is not shown: it may say what is not so. */
export function LeftOut({ leftOut, corrected }: Pick<Answer, 'leftOut' | 'corrected'>) {
  const { t } = useTranslation();
  const against = counted(leftOut.flatMap(({ conflicts }) => conflicts)).map(([kind, count]) =>
    t('ask.against', { what: t(`ask.conflict.${kind}`), count }),
  );
  // Of those that the judge took away its own line tells.
  const failed = leftOut.filter(({ by }) => by === 'checks').length;
  const sentences = [
    failed > 0 && t('ask.leftOut', { count: failed }),
    against.length > 0 && against.join(t('ask.listSeparator')),
    corrected > 0 && t('ask.corrected', { count: corrected }),
  ].filter(Boolean);
  return sentences.length === 0 ? null : <p className={styles.leftOut}>{sentences.join(' ')}</p>;
}
