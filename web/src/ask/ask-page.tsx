// Ask: the first page. A question, its answer sentence by sentence, and the source beside it.
import { PlusOutlined } from '@ant-design/icons';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { operations as answers } from '../../../src/answer/contract.ts';
import { queryOf } from '../api/call.ts';
import { Beside } from '../source/beside.tsx';
import { useOpenSource } from '../source/source-place.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { AnswerView } from './answer-view.tsx';
import { EarlierTurns } from './earlier-turns.tsx';
import styles from './ask.module.css';
import { askingOf } from './asking.ts';
import { History } from './history.tsx';
import { QuestionBox } from './question-box.tsx';
import { RemoveConversation } from './remove-conversation.tsx';
import { useAnswering, usualScenario } from './scenario-select.tsx';
import { useAsking } from './use-asking.ts';
import { Welcome } from './welcome.tsx';

export function AskPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const runId = address.get('run');
  const [asOf, setAsOf] = useState('');
  const [scenario, setScenario] = useState(usualScenario);
  const engine = useAnswering().find(({ name }) => name === scenario)?.engine === 'generative' ? 'generative' : 'extractive';
  const source = useOpenSource();
  const box = useRef<HTMLDivElement>(null);
  const [begun, setBegun] = useState(0);
  const { asking, ask, stop, clear } = useAsking((answer) => setAddress({ run: answer.runId }, { replace: true }));
  const isStreaming = asking?.phase.kind === 'streaming';
  const recorded = useQuery({ ...queryOf(answers.getRun, { runId: runId ?? '' }), enabled: runId !== null && !isStreaming });

  const queries = useQueryClient();
  // What was left may have been deleted, and is no longer asked for only now.
  useEffect(() => {
    if (runId === null) queries.removeQueries({ queryKey: [answers.getRun.id], type: 'inactive' });
  }, [queries, runId]);

  const shown = isStreaming || runId === null ? asking : recorded.data && askingOf(recorded.data);
  const conversationId = shown?.conversationId;
  const start = (question: string, day: string, attachmentIds: string[] = []) => {
    source.close();
    scrollTo({ top: 0 });
    setAsOf(day);
    setAddress({});
    ask({ question, scenario, asOf: day === '' ? undefined : day, conversationId, attachmentIds });
  };
  const begin = () => {
    source.close();
    clear();
    setAddress({});
    setBegun((times) => times + 1);
  };
  // A new conversation is typed: once what was shown, and a dialog over it, is gone.
  const isFirstVisit = runId === null && !asking;
  useEffect(() => {
    if (begun > 0 && isFirstVisit) box.current?.querySelector('textarea')?.focus();
  }, [begun, isFirstVisit]);
  return (
    <Beside source={source}>
      <div className={styles.page}>
        {!source.place && <History selected={runId} />}
        <div className={styles.column}>
          {isFirstVisit && <Welcome engine={engine} onAsk={(question, day) => start(question, day)} />}
          {runId !== null && !isStreaming && recorded.isPending && <Loading />}
          {runId !== null && recorded.isError && <Fault error={recorded.error} onRetry={() => void recorded.refetch()} />}
          {conversationId !== undefined && (
            <EarlierTurns conversationId={conversationId} runId={isStreaming ? null : runId} onOpen={source.open} />
          )}
          {shown && <AnswerView asking={shown} onOpen={source.open} onRetry={() => start(shown.question, asOf)} />}
          {shown && !isStreaming && (
            <div className={styles.after}>
              <Button icon={<PlusOutlined />} onClick={begin}>
                {t('ask.begin')}
              </Button>
              {conversationId !== undefined && (
                <RemoveConversation conversationId={conversationId} question={shown.question} onRemoved={begin} />
              )}
            </div>
          )}
          <div className={styles.box} ref={box}>
            <QuestionBox
              asOf={asOf}
              isStreaming={isStreaming}
              scenario={scenario}
              onScenario={setScenario}
              onAsOf={setAsOf}
              onAsk={start}
              onStop={stop}
            />
          </div>
        </div>
      </div>
    </Beside>
  );
}
