import { FileSearchOutlined } from '@ant-design/icons';
import type { ReactNode } from 'react';
import styles from './states.module.css';

/** An empty place that says what belongs there and what to do next. */
export function Nothing({ sentence, children }: { readonly sentence: string; readonly children?: ReactNode }) {
  return (
    <div className={styles.nothing}>
      <FileSearchOutlined aria-hidden className={styles.nothingIcon} />
      <p>{sentence}</p>
      {children}
    </div>
  );
}
