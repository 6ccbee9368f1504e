import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { operations, SearchHit } from '../../../src/knowledge/contract.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { Reading } from '../evidence/reading.tsx';
import { ValidityDates, ValidityTag } from '../evidence/validity-tag.tsx';
import { useFormat } from '../language/format.ts';
import { placeOfHit, type SourcePlace } from '../source/source-place.ts';
import { RetrievalLine } from './retrieval-line.tsx';
import styles from './search.module.css';

type Result = z.infer<typeof operations.searchPassages.reply.output>;
type Open = (place: SourcePlace) => void;

export function SearchHits({ result, onOpen }: { readonly result: Result; readonly onOpen: Open }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = { count: result.hits.length, elapsed: format.number(result.elapsedMs) };
  return (
    <section aria-label={t('search.title')}>
      <p className={styles.summary} role="status">
        {result.asOf ? t('search.foundAsOf', { ...facts, date: result.asOf }) : t('search.found', facts)}
      </p>
      {result.retrieval && <RetrievalLine retrieval={result.retrieval} />}
      <ol className={styles.hits}>
        {result.hits.map((hit) => (
          <li key={hit.passage.id}>
            <Hit hit={hit} onOpen={onOpen} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Hit({ hit, onOpen }: { readonly hit: SearchHit; readonly onOpen: Open }) {
  const { t } = useTranslation();
  const { passage, document, version } = hit;
  const place = [document.collection, ...passage.headingPath, passage.page !== null && t('ask.page', { page: passage.page })]
    .filter(Boolean)
    .join(' › ');
  return (
    <article className={styles.hit}>
      <h2 className={styles.hitTitle}>
        <button
          type="button"
          className={styles.open}
          aria-label={t('search.open', { title: document.title })}
          onClick={() => onOpen(placeOfHit(hit))}
        >
          {document.title}
        </button>
        {version.documentNumber && <span className={styles.soft}>{version.documentNumber}</span>}
      </h2>
      <p className={styles.soft}>{place}</p>
      <p className={styles.text}>
        <Reading text={passage.text} spans={hit.highlights} />
      </p>
      <p className={styles.why}>
        <ValidityTag version={version} />
        <GradeTag grade={document.grade} />
        <ValidityDates version={version} />
        <Reason explanation={hit.explanation} />
      </p>
    </article>
  );
}

/** Why this hit: named by the query, near to it in meaning, or by the words that it shares with it. */
function Reason({ explanation }: { readonly explanation: SearchHit['explanation'] }) {
  const { t } = useTranslation();
  if (explanation.found === 'citation') return <Tag color="processing">{t('search.byCitation')}</Tag>;
  if (explanation.found === 'meaning') return <Tag color="purple">{t('search.byMeaning')}</Tag>;
  return (
    <span>
      {t('search.byWords')}
      {explanation.matchedTerms.join(' ')}
      {explanation.missingTerms.length > 0 && (
        <>
          {' · '}
          {t('search.missing')}
          <s>{explanation.missingTerms.join(' ')}</s>
        </>
      )}
    </span>
  );
}
