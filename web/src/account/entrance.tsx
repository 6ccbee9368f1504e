// The frame of the pages before sign-in: the name of the house, one sheet, nothing else.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { LanguageSwitch } from '../frame/language-switch.tsx';
import styles from './account.module.css';

export function Entrance({ title, lead, children }: { readonly title: string; readonly lead?: string; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <main className={styles.entrance}>
      <div className={styles.corner}>
        <LanguageSwitch />
      </div>
      <div className={styles.brand}>
        <img src="/seal.svg" alt="" width={44} height={44} />
        <span className={styles.name}>{t('product.name')}</span>
        <span className={styles.promise}>{t('product.promise')}</span>
      </div>
      <section className={styles.sheet} aria-labelledby="entrance-title">
        <h1 id="entrance-title" className={styles.title}>
          {title}
        </h1>
        {lead && <p className={styles.lead}>{lead}</p>}
        {children}
      </section>
    </main>
  );
}
