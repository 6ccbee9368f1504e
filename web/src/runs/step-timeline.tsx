// Steps on one axis of time. The bars are a picture of what stands beside them in words.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { StepInTime } from '../../../src/answer/contract.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { useFormat } from '../language/format.ts';
import { useLanguage } from '../language/language.ts';
import { CallFacts } from './call-facts.tsx';
import styles from './runs.module.css';

export function StepTimeline({ steps }: { readonly steps: readonly StepInTime[] }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const totalMs = Math.max(1, ...steps.map(({ startMs, elapsedMs }) => (startMs ?? 0) + (elapsedMs ?? 0)));
  return (
    <section aria-label={t('runs.steps')}>
      <h2 className={styles.heading}>{t('runs.steps')}</h2>
      <Axis totalMs={totalMs} />
      <ol className={styles.steps}>
        {steps.map((step, index) => (
          <li key={`${index} ${step.name}`} className={styles.step}>
            <div className={styles.name}>
              <strong>{step.call ? t('runs.attempt', { attempt: step.call.attempt }) : t(`ask.step.${nameOf(step)}`)}</strong>
              {step.label && <GradeTag grade={step.label} />}
              {step.call?.fault && <Tag color="error">{t(`models.live.fault.${step.call.fault}`)}</Tag>}
            </div>
            <StepBar step={step} totalMs={totalMs} />
            <StepTime step={step} />
            <p className={styles.decision}>{step.summary[language]}</p>
            {step.call && <CallFacts call={step.call} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function nameOf({ name }: StepInTime): Exclude<StepInTime['name'], 'attempt'> {
  return name === 'attempt' ? 'call' : name;
}

function StepTime({ step: { startMs, elapsedMs } }: { readonly step: StepInTime }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (startMs === null) return <span className={styles.time}>{t('runs.untimed')}</span>;
  const start = format.duration(startMs);
  return (
    <span className={styles.time}>
      {elapsedMs === null ? t('runs.at', { start }) : t('runs.span', { start, elapsed: format.duration(elapsedMs) })}
    </span>
  );
}

const marks = [0, 0.25, 0.5, 0.75, 1];

function Axis({ totalMs }: { readonly totalMs: number }) {
  const format = useFormat();
  return (
    <div className={styles.axis} aria-hidden>
      {marks.map((share) => (
        <span key={share} style={{ left: `${share * 100}%` }}>
          {format.duration(share * totalMs)}
        </span>
      ))}
    </div>
  );
}

/** A call is drawn in its parts: waiting for its turn, until the first token, and writing. */
function StepBar({ step: { startMs, elapsedMs, call }, totalMs }: { readonly step: StepInTime; readonly totalMs: number }) {
  if (startMs === null) return <div className={styles.track} aria-hidden />;
  const percent = (milliseconds: number): string => `${(milliseconds / totalMs) * 100}%`;
  const waitedMs = call?.waitedMs ?? 0;
  const firstMs = call?.firstTokenMs ?? 0;
  const parts = call
    ? ([
        ['waited', startMs, waitedMs],
        ['first', startMs + waitedMs, firstMs],
        [call.outcome === 'done' ? 'work' : 'broken', startMs + waitedMs + firstMs, call.elapsedMs - firstMs],
      ] as const)
    : ([['work', startMs, elapsedMs ?? 0]] as const);
  return (
    <div className={styles.track} aria-hidden>
      {parts.map(([kind, left, width]) => (
        <span key={kind} data-kind={kind} data-point={width === 0 && !call} style={{ left: percent(left), width: percent(width) }} />
      ))}
    </div>
  );
}
