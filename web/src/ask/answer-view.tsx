// An answer as it comes in or as it was recorded: sentences with numbers, the evidence under them, and how it came about.
import { PaperClipOutlined } from '@ant-design/icons';
import { Alert, Spin, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Answer } from '../../../src/answer/contract.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { useLanguage } from '../language/language.ts';
import { placeOfQuotation, type SourcePlace } from '../source/source-place.ts';
import { Fault } from '../states/fault.tsx';
import { AnswerSentences } from './answer-sentences.tsx';
import styles from './ask.module.css';
import type { Asking } from './asking.ts';
import { CopyAnswer } from './copy-answer.tsx';
import { EngineBadge } from './engine-badge.tsx';
import { ExportAnswer } from './export-answer.tsx';
import { LeftOut } from './left-out.tsx';
import { Opinions } from './opinions.tsx';
import { QuotationList } from './quotation-list.tsx';
import { RateAnswer } from './rate-answer.tsx';
import { Reasoning } from './reasoning.tsx';
import { Refusal } from './refusal.tsx';
import { RunSteps } from './run-steps.tsx';
import { SecondOpinion } from './second-opinion.tsx';

interface Properties {
  readonly asking: Asking;
  readonly onOpen: (place: SourcePlace) => void;
  readonly onRetry: () => void;
}

export function AnswerView({ asking, onOpen, onRetry }: Properties) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { phase, citations } = asking;
  const answer = phase.kind === 'finished' ? phase.answer : undefined;
  const open = (quotation: Answer['citations'][number]) => onOpen(placeOfQuotation(quotation));
  return (
    <article className={styles.answer}>
      <h1 className={styles.question}>{asking.question}</h1>
      {answer?.understoodAs && <p className={styles.understood}>{t('ask.understoodAs', { question: answer.understoodAs })}</p>}
      <p className={styles.tags}>
        {asking.asOf && <Tag>{t('ask.asOfShown', { date: asking.asOf })}</Tag>}
        {answer && <GradeTag grade={answer.label} />}
        {answer && <EngineBadge engine={answer.engine} />}
        {answer?.attachments.map(({ id, name }) => (
          <Tag key={id} icon={<PaperClipOutlined />}>
            {name}
          </Tag>
        ))}
      </p>
      {asking.reasoning !== '' && <Reasoning text={asking.reasoning} />}
      <div aria-live="polite" aria-busy={phase.kind === 'streaming'} aria-label={t('ask.answerLabel')} role="region">
        <AnswerSentences sentences={asking.sentences} citations={citations} onOpen={open} />
        {phase.kind === 'streaming' && <Spin size="small" description={t('ask.working')} className={styles.working ?? ''} />}
        {phase.kind === 'stopped' && <p className={styles.stopped}>{t('ask.stopped')}</p>}
        {phase.kind === 'failed' && <Fault error={phase.error} onRetry={onRetry} />}
        {answer?.refused && <Refusal answer={answer} />}
        {answer && !answer.refused && answer.notice && (
          <Alert
            type="warning"
            showIcon
            title={answer.notice[language]}
            description={answer.contact === null ? undefined : t('ask.contact', { contact: answer.contact })}
          />
        )}
        {answer && <Opinions opinions={answer.opinions} />}
        {answer && <LeftOut leftOut={answer.leftOut} corrected={answer.corrected} />}
        {answer?.secondOpinion && <SecondOpinion given={answer.secondOpinion} />}
      </div>
      {citations.length > 0 && <QuotationList title={t('ask.quotations')} quotations={citations} onOpen={open} />}
      {answer?.refused && answer.found.length > 0 && (
        <QuotationList title={t('ask.foundTitle')} hint={t('ask.foundHint')} quotations={answer.found} onOpen={open} isFound />
      )}
      {answer && (
        <p className={styles.take}>
          {!answer.refused && <CopyAnswer answer={answer} />}
          <ExportAnswer answer={answer} />
        </p>
      )}
      {answer && <RateAnswer answer={answer} />}
      {asking.steps.length > 0 && <RunSteps steps={asking.steps} />}
      {answer && <Link to={`/runs/${answer.runId}`}>{t('runs.see')}</Link>}
    </article>
  );
}
