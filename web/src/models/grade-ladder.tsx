// The four grades as steps, filled up to the highest that a model may receive.
import { useTranslation } from 'react-i18next';
import { type Grade, gradeRank, grades } from '../../../src/base/grade.ts';
import styles from './models.module.css';

export function GradeLadder({ highest }: { readonly highest: Grade }) {
  const { t } = useTranslation();
  return (
    <ol className={styles.ladder} aria-label={t('models.ladder', { grade: t(`grade.${highest}`) })}>
      {grades.map((grade) => (
        <li key={grade} data-filled={gradeRank(grade) <= gradeRank(highest)}>
          {t(`grade.${grade}`)}
        </li>
      ))}
    </ol>
  );
}
