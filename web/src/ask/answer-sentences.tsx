import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { Reading } from '../evidence/reading.tsx';
import styles from './ask.module.css';

type Quotation = Answer['citations'][number];

interface Properties {
  readonly sentences: Answer['sentences'];
  readonly citations: readonly Quotation[];
  readonly onOpen: (quotation: Quotation) => void;
}

export function AnswerSentences({ sentences, citations, onOpen }: Properties) {
  const quotationOf = new Map(citations.map((quotation) => [quotation.number, quotation]));
  return sentences.map((sentence, index) => (
    // Sentences are only ever added at the end, so their position names them.
    <p key={index} className={styles.sentence}>
      <Reading text={sentence.text} />
      {sentence.citations.map((number) => {
        const quotation = quotationOf.get(number);
        return quotation && <CitationMark key={number} quotation={quotation} onOpen={onOpen} />;
      })}
    </p>
  ));
}

function CitationMark({ quotation, onOpen }: { readonly quotation: Quotation; readonly onOpen: (quotation: Quotation) => void }) {
  const { t } = useTranslation();
  const label = t('ask.citation', { number: quotation.number, title: quotation.document.title });
  return (
    <button type="button" className={styles.citation} aria-label={label} title={label} onClick={() => onOpen(quotation)}>
      {quotation.number}
    </button>
  );
}
