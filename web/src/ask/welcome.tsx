// The first visit: what this is, in one line, and six questions that prove it.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { z } from 'zod';
import type { Answer } from '../../../src/answer/contract.ts';
import { type demoQuestionSchema, operations as demo } from '../../../src/demo/contract.ts';
import { queryOf } from '../api/call.ts';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './ask.module.css';
import { EngineBadge } from './engine-badge.tsx';

type Ask = (question: string, asOf: string) => void;

export function Welcome({ engine, onAsk }: { readonly engine: Answer['engine']; readonly onAsk: Ask }) {
  const { t } = useTranslation();
  return (
    <div className={styles.welcome}>
      <h1 className={styles.promise}>{t('product.promise')}</h1>
      <p className={styles.lead}>{t('ask.lead')}</p>
      <EngineBadge engine={engine} />
      <Cards onAsk={onAsk} />
    </div>
  );
}

function Cards({ onAsk }: { readonly onAsk: Ask }) {
  const { t } = useTranslation();
  const { data, isPending, error, refetch } = useQuery(queryOf(demo.listDemoQuestions, {}));
  if (isPending) return <Loading rows={6} />;
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (data.questions.length === 0) {
    return (
      <Nothing sentence={t('ask.noDemo')}>
        <Link to="/library">{t('ask.toLibrary')}</Link>
      </Nothing>
    );
  }
  return (
    <section aria-labelledby="try-it">
      <h2 id="try-it" className={styles.tryIt}>
        {t('ask.tryIt')}
      </h2>
      <ul className={styles.cards}>
        {data.questions.map((question) => (
          <li key={question.id}>
            <Card question={question} onAsk={onAsk} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Card({ question, onAsk }: { readonly question: z.infer<typeof demoQuestionSchema>; readonly onAsk: Ask }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <button type="button" className={styles.card} onClick={() => onAsk(question.question, question.asOf ?? '')}>
      <span className={styles.cardQuestion}>{question.question}</span>
      {language === 'en' && <span className={styles.cardTranslation}>{question.questionEn}</span>}
      <span className={styles.cardShows}>{question.shows[language]}</span>
      {question.asOf && <span className={styles.cardAsOf}>{t('ask.asOfShown', { date: question.asOf })}</span>}
    </button>
  );
}
