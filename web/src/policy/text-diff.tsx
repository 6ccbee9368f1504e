// Two texts line by line: what goes and what comes, told by signs as well as by colour.
import { useTranslation } from 'react-i18next';
import { diffLines, withContext } from './line-diff.ts';
import styles from './policy.module.css';

const signs = { same: ' ', removed: '−', added: '+' } as const;

export function TextDiff({ before, after, label }: { readonly before: string; readonly after: string; readonly label: string }) {
  const { t } = useTranslation();
  if (before === after) return <p className={styles.soft}>{t('policy.noDifference')}</p>;
  return (
    <section className={styles.code} aria-label={label} tabIndex={0}>
      {withContext(diffLines(before, after)).map((line, place) => {
        if (!line)
          return (
            <div key={`gap ${place}`} className={styles.gap}>
              ⋯
            </div>
          );
        const Mark = line.kind === 'added' ? 'ins' : line.kind === 'removed' ? 'del' : 'span';
        return (
          <div key={`${line.before} ${line.after}`} className={styles.line} data-kind={line.kind}>
            <span className={styles.number}>{line.after ?? line.before}</span>
            <span aria-hidden>{signs[line.kind]}</span>
            <Mark>{line.text || ' '}</Mark>
          </div>
        );
      })}
    </section>
  );
}
