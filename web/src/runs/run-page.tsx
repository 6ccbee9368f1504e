// A run on its way: every step with its time, its label and what was decided. Whoever asked sees the question too; the auditor does not.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { operations as answers, type RunView } from '../../../src/answer/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Problem } from '../api/problem.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { Fact } from '../frame/fact.tsx';
import { Page } from '../frame/page.tsx';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { PageMissing } from '../states/page-missing.tsx';
import styles from './runs.module.css';
import { StepTimeline } from './step-timeline.tsx';

export function RunPage() {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useRun();
  if (error instanceof Problem && error.code === 'not-found') return <PageMissing />;
  return (
    <Page title={t('runs.title')} lead={t(data?.question === null ? 'runs.leadRecorded' : 'runs.lead')}>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {isPending && <Loading rows={8} />}
      {data && <RunFacts run={data} />}
      {data && <StepTimeline steps={data.steps} />}
    </Page>
  );
}

/** One's own run; from the ledger, and for who asks nothing, anybody's without its texts. */
function useRun() {
  const { runId = '' } = useParams();
  const [address] = useSearchParams();
  const { permissions } = usePerson();
  const isRecorded = address.has('recorded') || !permissions.includes('runs.read');
  return useQuery(queryOf(isRecorded ? answers.getRecordedRun : answers.getRunSteps, { runId }));
}

function RunFacts({ run }: { readonly run: RunView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { runId, question, hasAnswer, outcome, label, scenario, askedAt, finishedAt, judged } = run;
  const outcomeWords =
    outcome === null || outcome === 'relayed' || outcome === 'denied'
      ? t(`runs.outcome.${outcome ?? 'unfinished'}`)
      : t(`ask.outcome.${outcome}`);
  return (
    <section className={styles.facts} aria-label={t('runs.facts')}>
      {question !== null && <p className={styles.question}>{question}</p>}
      <p>
        <Tag>{outcomeWords}</Tag> <GradeTag grade={label} />{' '}
        {hasAnswer && question !== null && <Link to={`/?run=${runId}`}>{t('runs.toAnswer')}</Link>}
      </p>
      <dl>
        <Fact name={t('runs.scenario')}>{t('runs.scenarioVersion', scenario)}</Fact>
        <Fact name={t('runs.askedAt')}>{format.instant(askedAt)}</Fact>
        <Fact name={t('runs.took')}>{finishedAt === null ? '—' : format.duration(Date.parse(finishedAt) - Date.parse(askedAt))}</Fact>
        {judged && <Judged judged={judged} />}
        <Fact name={t('runs.id')}>
          <code>{runId}</code>
        </Fact>
      </dl>
    </section>
  );
}

/** What it was let through by, and how sure the checks were. */
function Judged({ judged: { checks, confidence, scores } }: { readonly judged: NonNullable<RunView['judged']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {confidence !== null && (
        <Fact name={t('runs.confidence')}>
          {t('runs.heldAgainst', { score: format.score(confidence), from: format.score(checks.answeredFrom) })}
        </Fact>
      )}
      {scores.length > 0 && (
        <Fact name={t('runs.scores')}>
          {t('runs.heldAgainst', {
            score: scores.map(format.score).join(t('ask.listSeparator')),
            from: format.score(checks.supportedFrom),
          })}
        </Fact>
      )}
      {checks.judge && (
        <Fact name={t('ask.step.second-opinion')}>
          {t(checks.judge.isRequired ? 'runs.judgeRequired' : 'runs.judgeAsked', { judge: checks.judge.model })}
        </Fact>
      )}
      {checks.showReasoning && <Fact name={t('runs.reasoning')}>{t('runs.reasoningShown')}</Fact>}
    </>
  );
}
