// The evidence: what is quoted, from where, and whether it is in force.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { Reading } from '../evidence/reading.tsx';
import { ValidityDates, ValidityTag } from '../evidence/validity-tag.tsx';
import styles from './ask.module.css';

type Quotation = Answer['citations'][number];
type Open = (quotation: Quotation) => void;

interface Properties {
  readonly title: string;
  readonly hint?: string;
  readonly quotations: readonly Quotation[];
  readonly onOpen: Open;
  /** What was found is no evidence and must not look like it. */
  readonly isFound?: boolean;
}

export function QuotationList({ title, hint, quotations, onOpen, isFound = false }: Properties) {
  return (
    <section className={isFound ? styles.found : styles.evidence} aria-label={title}>
      <h2 className={styles.sectionTitle}>{title}</h2>
      {hint && <p className={styles.hint}>{hint}</p>}
      <ol>
        {quotations.map((quotation) => (
          <li key={quotation.number}>
            <QuotationCard quotation={quotation} onOpen={onOpen} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function QuotationCard({ quotation, onOpen }: { readonly quotation: Quotation; readonly onOpen: Open }) {
  const { t } = useTranslation();
  const { number, document, version, headingPath, page, quote, isAttached } = quotation;
  const place = [...headingPath, page !== null && t('ask.page', { page })].filter(Boolean).join(' › ');
  return (
    <button
      type="button"
      className={styles.quotation}
      onClick={() => onOpen(quotation)}
      aria-label={t('ask.citation', { number, title: document.title })}
    >
      <span className={styles.quotationTop}>
        <span className={styles.number}>{number}</span>
        <span className={styles.documentTitle}>{document.title}</span>
        {version.documentNumber && <span className={styles.documentNumber}>{version.documentNumber}</span>}
      </span>
      {place && <span className={styles.place}>{place}</span>}
      <q className={styles.quote}>
        <Reading text={quote} />
      </q>
      <span className={styles.quotationTags}>
        {isAttached ? <Tag>{t('ask.attach.source')}</Tag> : <ValidityTag version={version} />}
        <GradeTag grade={document.grade} />
        <ValidityDates version={version} />
      </span>
    </button>
  );
}
