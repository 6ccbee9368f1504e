import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { Reading } from '../evidence/reading.tsx';
import styles from './ask.module.css';

/** What only the model says: apart from the answer, and never with a source. */
export function Opinions({ opinions }: Pick<Answer, 'opinions'>) {
  const { t } = useTranslation();
  if (opinions.length === 0) return null;
  return (
    <aside className={styles.opinions} aria-label={t('ask.opinions')}>
      <h2 className={styles.opinionsTitle}>{t('ask.opinions')}</h2>
      <p className={styles.opinionsHint}>{t('ask.opinionsHint')}</p>
      {opinions.map(({ text }, index) => (
        // They come all at once and stay, so their position names them.
        <p key={index} className={styles.opinion}>
          <Reading text={text} />
        </p>
      ))}
    </aside>
  );
}
