import { Problem } from '../api/problem.ts';
import type { Language } from '../language/language.ts';
import styles from './box.module.css';
import { words } from './words.ts';

interface Properties {
  readonly error: unknown;
  readonly language: Language;
  readonly onRetry: () => void;
}

export function FaultLine({ error, language, onRetry }: Properties) {
  const say = words[language];
  const problem = error instanceof Problem ? error : undefined;
  const sentence = problem?.sentences?.[language] ?? (problem?.code === 'server-unreachable' ? say.unreachable : say.unexpected);
  return (
    <div className={styles.fault} role="alert">
      <p>{sentence}</p>
      {problem?.code !== 'answer-box-closed' && (
        <button type="button" className={styles.plain} onClick={onRetry}>
          {say.retry}
        </button>
      )}
    </div>
  );
}
