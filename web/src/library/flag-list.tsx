// What a file carries besides its text, and what became of it.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Version } from '../../../src/knowledge/contract.ts';
import styles from './library.module.css';

type Flag = Version['flags'][number];

/** Of what these tell nothing comes into the index, an answer or a prompt; the others only tell of the file. */
const excluded: ReadonlySet<Flag> = new Set([
  'hidden_text',
  'hidden_sheet',
  'comments',
  'tracked_changes',
  'macro',
  'active_content',
  'external_reference',
]);

export function FlagList({ flags }: { readonly flags: readonly Flag[] }) {
  const { t } = useTranslation();
  if (flags.length === 0) return null;
  return (
    <section aria-label={t('documents.flags')}>
      <h3 className={styles.cleaningTitle}>{t('documents.flags')}</h3>
      <ul className={styles.flags}>
        {flags.map((flag) => (
          <li key={flag}>
            <Tag color={excluded.has(flag) ? 'error' : 'warning'}>{t(excluded.has(flag) ? 'documents.excluded' : 'documents.noted')}</Tag>
            <span>{t(`documents.flag.${flag}`)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
