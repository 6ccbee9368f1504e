import { useTranslation } from 'react-i18next';
import type { ComparedClause } from '../../../src/knowledge/comparison-contract.ts';
import { piecesOf } from '../evidence/pieces.ts';
import styles from './compare.module.css';

interface Properties {
  readonly side: 'before' | 'after';
  readonly clause: ComparedClause | null;
}

/** One side of a row; what the other side has not is struck out or underlined, so that colour is not all that tells. */
export function ComparedText({ side, clause }: Properties) {
  const { t } = useTranslation();
  if (!clause) return <p className={styles.missing}>{t(side === 'before' ? 'documents.addedHere' : 'documents.removedHere')}</p>;
  const Mark = side === 'before' ? 'del' : 'ins';
  return (
    <p className={styles.text}>
      {piecesOf(clause.text, clause.marks).map(({ content, isMarked, start }) =>
        isMarked ? <Mark key={start}>{content}</Mark> : <span key={start}>{content}</span>,
      )}
    </p>
  );
}
