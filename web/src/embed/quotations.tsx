import type { VisitorQuotation } from '../../../src/answer-box/visitor-contract.ts';
import type { Language } from '../language/language.ts';
import { Reading } from '../evidence/reading.tsx';
import styles from './box.module.css';
import { words } from './words.ts';

interface Properties {
  readonly title: string;
  readonly hint?: string;
  readonly quotations: readonly VisitorQuotation[];
  readonly language: Language;
  readonly onOpen: (quotation: VisitorQuotation) => void;
}

export function Quotations({ title, hint, quotations, language, onOpen }: Properties) {
  const say = words[language];
  return (
    <section className={styles.quotations} aria-label={title}>
      <h3 className={styles.subtitle}>{title}</h3>
      {hint && <p className={styles.small}>{hint}</p>}
      <ol>
        {quotations.map((quotation) => (
          <li key={quotation.number}>
            <button
              type="button"
              className={styles.quotation}
              aria-label={say.openQuotation(quotation.number, quotation.document.title)}
              onClick={() => onOpen(quotation)}
            >
              <span className={styles.quotationTitle}>
                {quotation.number}. {quotation.document.title} {quotation.version.documentNumber}
              </span>
              <span className={styles.small}>{placeOf(quotation, language)}</span>
              <q>
                <Reading text={quotation.quote} />
              </q>
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where in the document, and whether that is in force. */
export function placeOf({ headingPath, page, version }: VisitorQuotation, language: Language): string {
  const say = words[language];
  const place = [...headingPath, page !== null && say.page(page)].filter(Boolean).join(' › ');
  const validity = [say.validity[version.validity], version.effectiveOn !== null && say.effectiveOn(version.effectiveOn)];
  return [place, ...validity].filter(Boolean).join(' · ');
}
