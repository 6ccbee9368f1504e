// Questions that nobody could answer, with the two things to do about them: look whether the library has it after all, and bring it in.
import { useQuery } from '@tanstack/react-query';
import { Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { lackSchema, type Unanswered, unansweredOperations } from '../../../src/answer/unanswered-contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './desk.module.css';

const periods = [30, 90, 365] as const;

export function UnansweredList() {
  const { t } = useTranslation();
  const [days, setDays] = useState<number>(90);
  const { data, error, refetch } = useQuery(queryOf(unansweredOperations.listUnanswered, { days }));
  return (
    <>
      <Select
        className={styles.retry ?? ''}
        aria-label={t('desk.unanswered.period')}
        value={days}
        onChange={setDays}
        options={periods.map((value) => ({ value, label: t('desk.unanswered.days', { count: value }) }))}
      />
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!error && !data && <Loading rows={4} />}
      {data?.questions.length === 0 && <Nothing sentence={t('desk.noUnanswered')} />}
      {data && data.questions.length > 0 && (
        <ul className={styles.questions}>
          {data.questions.map((asked) => (
            <Question key={`${asked.lastAskedAt} ${asked.question}`} asked={asked} />
          ))}
        </ul>
      )}
    </>
  );
}

function Question({
  asked: { question, alsoAsked, runs, lacks, reasons, grade, firstAskedAt, lastAskedAt },
}: {
  readonly asked: Unanswered;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const [from, to] = [format.day(firstAskedAt), format.day(lastAskedAt)];
  const said = Object.entries(reasons) as [keyof Unanswered['reasons'], number][];
  return (
    <li>
      <strong className={styles.named}>{question}</strong>
      <span className={styles.facts}>
        <Tag>{t(`grade.${grade}`)}</Tag>
        <span>{t('desk.unanswered.times', { count: runs })}</span>
        <span>{from === to ? to : t('desk.unanswered.dates', { from, to })}</span>
        {lackSchema.options.map(
          (lack) => lacks[lack] > 0 && <span key={lack}>{t(`desk.unanswered.lack.${lack}`, { count: lacks[lack] })}</span>,
        )}
        {said.map(([reason, count]) => (
          <Tag key={reason} color="warning">{`${t(`ask.rate.reason.${reason}`)} ${count}`}</Tag>
        ))}
      </span>
      {alsoAsked.length > 0 && (
        <p className={styles.hint}>
          {t('desk.unanswered.alsoAsked')}: {alsoAsked.join(' / ')}
        </p>
      )}
      <span className={styles.facts}>
        <Link to={`/search?${new URLSearchParams({ query: question.slice(0, 500) }).toString()}`}>{t('desk.unanswered.search')}</Link>
        <Link to="/library">{t('desk.unanswered.import')}</Link>
      </span>
    </li>
  );
}
