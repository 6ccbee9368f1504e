// Where a question is typed, with the day whose rules should answer it.
import { Sender } from '@ant-design/x';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { DayInput } from '../language/day-input.tsx';
import styles from './ask.module.css';
import { AttachButton, AttachedFiles } from './attach-files.tsx';
import attachStyles from './attach.module.css';
import { ScenarioSelect } from './scenario-select.tsx';
import { useAttaching } from './use-attaching.ts';

interface Properties {
  readonly asOf: string;
  readonly isStreaming: boolean;
  readonly scenario: string;
  readonly onScenario: (name: string) => void;
  readonly onAsOf: (day: string) => void;
  readonly onAsk: (question: string, asOf: string, attachmentIds: string[]) => void;
  readonly onStop: () => void;
}

/** Longest question, as the contract has it. */
const maxQuestionCharacters = 1000;

export function QuestionBox({ asOf, isStreaming, scenario, onScenario, onAsOf, onAsk, onStop }: Properties) {
  const { t } = useTranslation();
  const [question, setQuestion] = useState('');
  const attaching = useAttaching();
  const [isDropping, setDropping] = useState(false);
  const submit = (typed: string) => {
    if (typed.trim() === '' || attaching.isWaiting) return;
    setQuestion('');
    onAsk(typed.trim(), asOf, attaching.take());
  };
  return (
    <div
      className={isDropping ? attachStyles.dropping : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setDropping(true);
      }}
      onDragLeave={() => setDropping(false)}
      onDrop={(event) => {
        event.preventDefault();
        setDropping(false);
        attaching.add(Array.from(event.dataTransfer.files));
      }}
    >
      <AttachedFiles attaching={attaching} />
      <Sender
        value={question}
        onChange={(typed) => setQuestion(typed.slice(0, maxQuestionCharacters))}
        onSubmit={submit}
        onCancel={onStop}
        loading={isStreaming}
        placeholder={t('ask.placeholder')}
        autoSize={{ minRows: 1, maxRows: 6 }}
        aria-label={t('ask.inputLabel')}
        suffix={false}
        footer={(_, { components: { SendButton, LoadingButton } }) => (
          <div className={styles.boxFooter}>
            <div className={styles.choices}>
              <label className={styles.asOf}>
                <span title={t('ask.asOfHint')}>{t('ask.asOf')}</span>
                <DayInput size="small" value={asOf} onChange={onAsOf} />
              </label>
              <ScenarioSelect scenario={scenario} onScenario={onScenario} />
              <AttachButton attaching={attaching} />
            </div>
            {isStreaming ? (
              <LoadingButton aria-label={t('ask.stop')} title={t('ask.stop')} />
            ) : (
              <SendButton
                type="primary"
                aria-label={t('ask.send')}
                title={t('ask.send')}
                disabled={question.trim() === '' || attaching.isWaiting}
              />
            )}
          </div>
        )}
      />
    </div>
  );
}
