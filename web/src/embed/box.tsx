// The box: a greeting, the conversation, and a field to ask in.
import { useEffect, useState } from 'react';
import { visitorOperations } from '../../../src/answer-box/visitor-contract.ts';
import type { AnswerBoxId } from '../../../src/base/ids.ts';
import { call } from '../api/call.ts';
import { Problem } from '../api/problem.ts';
import type { Language } from '../language/language.ts';
import { AskForm } from './ask-form.tsx';
import styles from './box.module.css';
import { FaultLine } from './fault-line.tsx';
import { TurnView } from './turn-view.tsx';
import { useVisit } from './use-visit.ts';
import { words } from './words.ts';

interface Opened {
  readonly title: string;
  readonly greeting: string;
  readonly language: Language | 'auto';
}

export function Box({ id }: { readonly id: AnswerBoxId | undefined }) {
  const [opened, setOpened] = useState<Opened>();
  const [error, setError] = useState<unknown>(id === undefined ? new Problem('answer-box-closed', closed) : undefined);
  const [language, setLanguage] = useState<Language>(ofBrowser);
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    if (id === undefined) return;
    const gone = new AbortController();
    call(visitorOperations.openAnswerBox, { boxId: id }, gone.signal)
      .then((box) => {
        setOpened(box);
        if (box.language !== 'auto') setLanguage(box.language);
      })
      .catch((fault: unknown) => !gone.signal.aborted && setError(fault));
    return () => gone.abort();
  }, [id, attempt]);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    if (opened) document.title = opened.title;
  }, [language, opened]);

  const retry = () => {
    setError(undefined);
    setAttempt((known) => known + 1);
  };
  return (
    <div className={styles.box}>
      <header className={styles.header}>
        <h1 className={styles.title}>{opened?.title ?? ''}</h1>
        <button
          type="button"
          className={styles.plain}
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          aria-label={words[language].switchLabel}
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {words[language].switchTo}
        </button>
      </header>
      {error !== undefined && (
        <div className={styles.conversation}>
          <FaultLine error={error} language={language} onRetry={retry} />
        </div>
      )}
      {error === undefined && !opened && (
        <p className={styles.conversation} role="status">
          {words[language].loading}
        </p>
      )}
      {error === undefined && opened && id !== undefined && <Conversation id={id} greeting={opened.greeting} language={language} />}
    </div>
  );
}

function Conversation({ id, greeting, language }: { readonly id: AnswerBoxId; readonly greeting: string; readonly language: Language }) {
  const visit = useVisit(id);
  const say = words[language];
  return (
    <>
      <main className={styles.conversation}>
        {greeting !== '' && <p className={styles.greeting}>{greeting}</p>}
        {visit.turns.map((turn, index) => (
          // Turns are only ever added at the end, so their position names them.
          <TurnView
            key={index}
            turn={turn}
            boxId={id}
            token={visit.token}
            language={language}
            isLast={index === visit.turns.length - 1}
            onRetry={() => visit.ask(turn.question)}
          />
        ))}
      </main>
      <footer className={styles.footer}>
        <AskForm language={language} isAsking={visit.isAsking} onAsk={visit.ask} onStop={visit.stop} />
        <p className={styles.small}>
          {say.privacy}
          {visit.turns.length > 0 && (
            <button type="button" className={styles.plain} onClick={visit.again}>
              {say.again}
            </button>
          )}
        </p>
      </footer>
    </>
  );
}

const closed = {
  zh: '这个答问窗现在不接受提问。请通过本单位的其他渠道咨询。',
  en: 'This answer box takes no questions now. Please ask the institution in another way.',
};

function ofBrowser(): Language {
  return navigator.language.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
