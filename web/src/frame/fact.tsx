// One line of a description list: what it is, and how it stands.
import type { ReactNode } from 'react';
import styles from './fact.module.css';

export function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className={styles.fact}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
