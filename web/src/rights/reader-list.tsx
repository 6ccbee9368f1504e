// Everybody who can see it, with the sentence that lets each in.
import { Avatar, Popover } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentRights } from '../../../src/knowledge/rights-contract.ts';
import { useLanguage } from '../language/language.ts';
import styles from './rights.module.css';

type Readers = NonNullable<DocumentRights['all']>['readers'];

export function ReaderList({ readers, readerCount }: { readonly readers: Readers; readonly readerCount: number }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  if (readers.length === 0) return <p className={styles.soft}>{t('rights.nobody')}</p>;
  return (
    <>
      <p className={styles.soft}>{t('rights.readers', { count: readerCount })}</p>
      <ul className={styles.readers}>
        {readers.map(({ id, displayName, department, mayWrite, rules }) => (
          <li key={id}>
            <Popover trigger={['hover', 'focus', 'click']} content={rules.map((rule) => rule[language]).join(' ')}>
              <button type="button" className={styles.reader}>
                <Avatar size={28} aria-hidden>
                  {displayName.slice(0, 1)}
                </Avatar>
                <span>
                  <strong>{displayName}</strong>
                  <small>
                    {department || t('rights.noDepartment')}
                    {mayWrite ? ` · ${t('rights.action.write')}` : ''}
                  </small>
                </span>
              </button>
            </Popover>
          </li>
        ))}
      </ul>
    </>
  );
}
