import { type KeyboardEvent, useState } from 'react';
import { longestQuestion } from '../../../src/answer-box/visitor-contract.ts';
import type { Language } from '../language/language.ts';
import styles from './box.module.css';
import { words } from './words.ts';

interface Properties {
  readonly language: Language;
  readonly isAsking: boolean;
  readonly onAsk: (question: string) => void;
  readonly onStop: () => void;
}

export function AskForm({ language, isAsking, onAsk, onStop }: Properties) {
  const [text, setText] = useState('');
  const say = words[language];
  const send = () => {
    const question = text.trim();
    if (question === '' || isAsking) return;
    onAsk(question);
    setText('');
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // While characters are being composed Enter takes the word, not the question.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        className={styles.field}
        aria-label={say.question}
        placeholder={say.placeholder}
        rows={2}
        maxLength={longestQuestion}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      {isAsking ? (
        <button type="button" className={styles.action} onClick={onStop}>
          {say.stop}
        </button>
      ) : (
        <button type="submit" className={styles.action} disabled={text.trim() === ''}>
          {say.ask}
        </button>
      )}
    </form>
  );
}
