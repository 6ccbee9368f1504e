// Whoever asked says whether the answer helped, and what was wrong with it: kept with the run for those who look after answers.
import { DislikeOutlined, LikeOutlined } from '@ant-design/icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Answer, type Feedback, feedbackReasons, operations as answers } from '../../../src/answer/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import styles from './ask.module.css';

type Reasons = Feedback['reasons'];

export function RateAnswer({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation();
  const { runId, feedback } = answer;
  const [isOpen, setOpen] = useState(false);
  const queries = useQueryClient();
  const rate = useMutation({
    mutationFn: (said: Pick<Feedback, 'verdict' | 'reasons' | 'comment'>) => call(answers.rateAnswer, { runId, ...said }),
    onSuccess: (given) => {
      setOpen(false);
      queries.setQueryData(queryOf(answers.getRun, { runId }).queryKey, { ...answer, feedback: given });
    },
  });
  const said = feedback?.verdict;
  return (
    <section className={styles.rate} aria-label={t('ask.rate.label')}>
      <span>{said === undefined ? t('ask.rate.title') : t('ask.rate.thanks')}</span>
      <Button
        size="small"
        type={said === 'helpful' ? 'primary' : 'default'}
        icon={<LikeOutlined />}
        aria-pressed={said === 'helpful'}
        loading={rate.isPending && rate.variables.verdict === 'helpful'}
        onClick={() => rate.mutate({ verdict: 'helpful', reasons: [], comment: '' })}
      >
        {t('ask.rate.helpful')}
      </Button>
      <Button
        size="small"
        type={said === 'unhelpful' ? 'primary' : 'default'}
        icon={<DislikeOutlined />}
        aria-pressed={said === 'unhelpful'}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        {t('ask.rate.unhelpful')}
      </Button>
      {isOpen && (
        <WhatIsWrong
          given={feedback}
          isSending={rate.isPending}
          onSend={(reasons, comment) => rate.mutate({ verdict: 'unhelpful', reasons, comment })}
        />
      )}
      {rate.error && <Fault error={rate.error} />}
    </section>
  );
}

interface WhatIsWrongProperties {
  readonly given: Feedback | null;
  readonly isSending: boolean;
  readonly onSend: (reasons: Reasons, comment: string) => void;
}

function WhatIsWrong({ given, isSending, onSend }: WhatIsWrongProperties) {
  const { t } = useTranslation();
  const [reasons, setReasons] = useState<Reasons>(given?.reasons ?? []);
  const [comment, setComment] = useState(given?.comment ?? '');
  const isEmpty = reasons.length === 0 && comment.trim() === '';
  return (
    <form
      className={styles.rateForm}
      onSubmit={(event) => {
        event.preventDefault();
        onSend(reasons, comment);
      }}
    >
      <Checkbox.Group
        aria-label={t('ask.rate.what')}
        value={reasons}
        onChange={(chosen) => setReasons(chosen)}
        options={feedbackReasons.map((reason) => ({ value: reason, label: t(`ask.rate.reason.${reason}`) }))}
      />
      <Input.TextArea
        aria-label={t('ask.rate.comment')}
        placeholder={t('ask.rate.comment')}
        value={comment}
        maxLength={1000}
        autoSize={{ minRows: 2, maxRows: 5 }}
        onChange={(event) => setComment(event.target.value)}
      />
      <Button type="primary" htmlType="submit" size="small" disabled={isEmpty} loading={isSending}>
        {t('ask.rate.send')}
      </Button>
    </form>
  );
}
