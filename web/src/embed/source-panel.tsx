// The passage around a quotation, with the quotation marked.
import { useEffect, useRef, useState } from 'react';
import { type VisitorAnswer, visitorOperations, type VisitorQuotation } from '../../../src/answer-box/visitor-contract.ts';
import type { AnswerBoxId } from '../../../src/base/ids.ts';
import { call } from '../api/call.ts';
import type { Language } from '../language/language.ts';
import styles from './box.module.css';
import { FaultLine } from './fault-line.tsx';
import { placeOf } from './quotations.tsx';
import { words } from './words.ts';

interface Properties {
  readonly boxId: AnswerBoxId;
  readonly token: string;
  readonly runId: VisitorAnswer['runId'];
  readonly quotation: VisitorQuotation;
  readonly language: Language;
  readonly onClose: () => void;
}
interface Passage {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

export function SourcePanel({ boxId, token, runId, quotation, language, onClose }: Properties) {
  const [passage, setPassage] = useState<Passage>();
  const [error, setError] = useState<unknown>();
  const [attempt, setAttempt] = useState(0);
  const panel = useRef<HTMLDialogElement>(null);
  const marked = useRef<HTMLElement>(null);
  const say = words[language];
  const { number, document } = quotation;
  useEffect(() => {
    marked.current?.scrollIntoView({ block: 'center' });
  }, [passage]);
  useEffect(() => {
    panel.current?.showModal();
  }, []);
  useEffect(() => {
    const gone = new AbortController();
    call(visitorOperations.openVisitorQuotation, { boxId, visit: token, runId, number }, gone.signal)
      .then(setPassage)
      .catch((fault: unknown) => !gone.signal.aborted && setError(fault));
    return () => gone.abort();
  }, [boxId, token, runId, number, attempt]);
  const retry = () => {
    setError(undefined);
    setAttempt((known) => known + 1);
  };
  return (
    <dialog ref={panel} className={styles.panel} aria-label={`${say.source}: ${document.title}`} onClose={onClose}>
      <h3 className={styles.subtitle}>{document.title}</h3>
      <p className={styles.small}>{[quotation.version.documentNumber, placeOf(quotation, language)].filter(Boolean).join(' · ')}</p>
      {error !== undefined && <FaultLine error={error} language={language} onRetry={retry} />}
      {error === undefined && !passage && <p role="status">{say.loading}</p>}
      {passage && (
        <p className={styles.passage}>
          {passage.text.slice(0, passage.start)}
          <mark ref={marked}>{passage.text.slice(passage.start, passage.end)}</mark>
          {passage.text.slice(passage.end)}
        </p>
      )}
      <button type="button" className={styles.action} onClick={() => panel.current?.close()}>
        {say.close}
      </button>
    </dialog>
  );
}
