// What was asked before in the same conversation: each question opens to its answer.
import { useQuery } from '@tanstack/react-query';
import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as answers } from '../../../src/answer/contract.ts';
import { queryOf } from '../api/call.ts';
import type { SourcePlace } from '../source/source-place.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { AnswerView } from './answer-view.tsx';
import styles from './ask.module.css';
import { askingOf } from './asking.ts';

interface Properties {
  readonly conversationId: string;
  /** The turn that is shown; only those before it. */
  readonly runId: string | null;
  readonly onOpen: (place: SourcePlace) => void;
}

/** As many as a conversation takes up again. */
const mostTurns = 50;

export function EarlierTurns({ conversationId, runId, onOpen }: Properties) {
  const { t } = useTranslation();
  const { data } = useQuery(queryOf(answers.listRuns, { conversationId, limit: mostTurns }));
  const turns = (data?.runs ?? []).filter(({ id }) => runId === null || id < runId).toReversed();
  if (turns.length === 0) return null;
  return (
    <section aria-label={t('ask.earlier')} className={styles.earlier}>
      <Collapse
        ghost
        size="small"
        items={turns.map(({ id, question }) => ({ key: id, label: question, children: <Turn runId={id} onOpen={onOpen} /> }))}
      />
    </section>
  );
}

function Turn({ runId, onOpen }: Pick<Properties, 'onOpen'> & { readonly runId: string }) {
  const { data, error, refetch } = useQuery(queryOf(answers.getRun, { runId }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  return data ? <AnswerView asking={askingOf(data)} onOpen={onOpen} onRetry={() => void refetch()} /> : <Loading />;
}
