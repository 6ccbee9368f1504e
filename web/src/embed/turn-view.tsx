// One question with its answer: sentences with numbers, what they rest on, and who wrote them.
import { useEffect, useRef, useState } from 'react';
import { type VisitorAnswer, visitorOperations, type VisitorQuotation } from '../../../src/answer-box/visitor-contract.ts';
import type { AnswerBoxId } from '../../../src/base/ids.ts';
import { call } from '../api/call.ts';
import type { Language } from '../language/language.ts';
import { Reading } from '../evidence/reading.tsx';
import styles from './box.module.css';
import { FaultLine } from './fault-line.tsx';
import { Quotations } from './quotations.tsx';
import { SourcePanel } from './source-panel.tsx';
import type { Turn } from './visit.ts';
import { words } from './words.ts';

interface Properties {
  readonly turn: Turn;
  readonly boxId: AnswerBoxId;
  readonly token: string;
  readonly language: Language;
  readonly isLast: boolean;
  readonly onRetry: () => void;
}

export function TurnView({ turn, boxId, token, language, isLast, onRetry }: Properties) {
  const [opened, setOpened] = useState<VisitorQuotation>();
  const opener = useRef<HTMLElement>(null);
  const article = useRef<HTMLElement>(null);
  // What was just asked comes into view, and again when its answer is there; earlier turns stay where they are.
  useEffect(() => {
    // Newer browsers give back a promise, which is no way to clean up.
    if (isLast) article.current?.scrollIntoView({ block: 'start' });
  }, [isLast, turn.phase.kind]);
  const say = words[language];
  const { phase, citations, runId } = turn;
  const answer = phase.kind === 'finished' ? phase.answer : undefined;
  const open = (quotation: VisitorQuotation) => {
    opener.current = document.activeElement instanceof HTMLElement ? document.activeElement : null;
    setOpened(quotation);
  };
  const close = () => {
    setOpened(undefined);
    opener.current?.focus();
  };
  // Of an answer that is not whole nothing is kept that could be opened.
  const onOpen = answer ? open : undefined;
  return (
    <article ref={article} className={styles.turn}>
      <h2 className={styles.question}>
        <span className={styles.hidden}>{say.asked}</span>
        {turn.question}
      </h2>
      <section
        className={styles.answer}
        aria-label={say.answer}
        aria-live={isLast ? 'polite' : 'off'}
        aria-busy={phase.kind === 'streaming'}
      >
        {answer?.understoodAs && <p className={styles.small}>{say.understoodAs(answer.understoodAs)}</p>}
        {turn.sentences.map((sentence, index) => (
          <p key={index} className={styles.sentence}>
            <Reading text={sentence.text} />
            {sentence.citations.map((number) => (
              <Mark key={number} quotation={citations.find((one) => one.number === number)} language={language} onOpen={onOpen} />
            ))}
          </p>
        ))}
        {phase.kind === 'streaming' && <p className={styles.small}>{say.working}</p>}
        {phase.kind === 'stopped' && <p className={styles.small}>{say.stopped}</p>}
        {phase.kind === 'failed' && <FaultLine error={phase.error} language={language} onRetry={onRetry} />}
        {answer && <Outcome answer={answer} language={language} />}
        {turn.sentences.length > 0 && <p className={styles.label}>{say.engine[answer?.engine ?? 'generative']}</p>}
        {answer?.asOf && <p className={styles.small}>{say.asOf(answer.asOf)}</p>}
      </section>
      {answer && citations.length > 0 && <Quotations title={say.quotations} quotations={citations} language={language} onOpen={open} />}
      {answer?.refused && answer.found.length > 0 && (
        <Quotations title={say.found} hint={say.foundHint} quotations={answer.found} language={language} onOpen={open} />
      )}
      {answer && runId && <Rating boxId={boxId} token={token} runId={runId} language={language} />}
      {opened && runId && <SourcePanel boxId={boxId} token={token} runId={runId} quotation={opened} language={language} onClose={close} />}
    </article>
  );
}

interface MarkProperties {
  readonly quotation: VisitorQuotation | undefined;
  readonly language: Language;
  readonly onOpen: ((quotation: VisitorQuotation) => void) | undefined;
}

function Mark({ quotation, language, onOpen }: MarkProperties) {
  if (!quotation) return null;
  const label = words[language].openQuotation(quotation.number, quotation.document.title);
  return (
    <button type="button" className={styles.mark} aria-label={label} disabled={!onOpen} onClick={() => onOpen?.(quotation)}>
      {quotation.number}
    </button>
  );
}

/** Where nothing is asserted, or less than all: why, and who helps. */
function Outcome({ answer, language }: { readonly answer: VisitorAnswer; readonly language: Language }) {
  const say = words[language];
  const { outcome, notice, contact } = answer;
  if (!answer.refused && !notice) return null;
  return (
    <div className={outcome === 'crisis' ? styles.fault : styles.notice}>
      {outcome !== 'answered' && <p className={styles.noticeTitle}>{say.outcome[outcome]}</p>}
      {notice && <p>{notice[language]}</p>}
      {contact !== null && <p>{say.contact(contact)}</p>}
    </div>
  );
}

interface RatingProperties {
  readonly boxId: AnswerBoxId;
  readonly token: string;
  readonly runId: VisitorAnswer['runId'];
  readonly language: Language;
}

function Rating({ boxId, token, runId, language }: RatingProperties) {
  const [state, setState] = useState<'unsaid' | 'said' | 'failed'>('unsaid');
  const say = words[language];
  const rate = (verdict: 'helpful' | 'unhelpful') =>
    void call(visitorOperations.rateVisitorAnswer, { boxId, visit: token, runId, verdict })
      .then(() => setState('said'))
      .catch(() => setState('failed'));
  return (
    <p className={styles.small} role="group" aria-label={say.rate}>
      {state === 'said' && <span role="status">{say.rated}</span>}
      {state === 'failed' && <span role="alert">{say.unreachable}</span>}
      {state !== 'said' && (
        <>
          {say.rate}
          <button type="button" className={styles.plain} onClick={() => rate('helpful')}>
            {say.helpful}
          </button>
          <button type="button" className={styles.plain} onClick={() => rate('unhelpful')}>
            {say.unhelpful}
          </button>
        </>
      )}
    </p>
  );
}
