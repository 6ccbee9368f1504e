// A page with a title and one sentence that says what it is for.
import type { ReactNode } from 'react';
import styles from './page.module.css';

interface Properties {
  readonly title: string;
  readonly lead: string;
  /** Beside the title, e.g. whether all is well. */
  readonly mark?: ReactNode;
  readonly children: ReactNode;
}

export function Page({ title, lead, mark, children }: Properties) {
  return (
    <div className={styles.page}>
      <h1 className={styles.title}>
        {title}
        {mark}
      </h1>
      <p className={styles.lead}>{lead}</p>
      {children}
    </div>
  );
}
