import { useTranslation } from 'react-i18next';
import { type Finding, findings } from '../../../src/knowledge/desk-contract.ts';
import { useFormat } from '../language/format.ts';
import styles from './desk.module.css';

export type Shown = Finding | 'duplicates' | 'unanswered';

interface Properties {
  readonly counts: Readonly<Record<Finding, number>>;
  /** How many there are in all. */
  readonly documents: number;
  /** Pairs; nothing while they are being looked for. */
  readonly duplicates: number | undefined;
  /** Questions asked in vain; nothing while they are being counted. */
  readonly unanswered: number | undefined;
  readonly shown: Shown;
  readonly onShow: (shown: Shown) => void;
}

export function FindingCards({ counts, documents, duplicates, unanswered, shown, onShow }: Properties) {
  const { t } = useTranslation();
  const format = useFormat();
  const cards: readonly { readonly name: Shown; readonly count: number | undefined }[] = [
    ...findings.map((name) => ({ name, count: counts[name] })),
    { name: 'duplicates', count: duplicates },
    { name: 'unanswered', count: unanswered },
  ];
  return (
    <>
      <p className={styles.hint}>{t('desk.total', { count: documents })}</p>
      <ul className={styles.cards}>
        {cards.map(({ name, count }) => (
          <li key={name}>
            <button
              type="button"
              className={styles.card}
              aria-pressed={shown === name}
              data-none={count === 0}
              onClick={() => onShow(name)}
            >
              <strong>{count === undefined ? '…' : format.number(count)}</strong>
              <span>{t(`desk.finding.${name}`)}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
