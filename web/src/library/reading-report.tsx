// What reading a file came to, in one line: why it was not read, what it carries, how much was cleaned.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Version } from '../../../src/knowledge/contract.ts';
import { DocumentState } from './document-state-tag.tsx';
import styles from './library.module.css';

export function ReadingReport({ version }: { readonly version: Version }) {
  const { t } = useTranslation();
  const cleaned = version.cleaning.reduce((sum, { count }) => sum + count, 0);
  return (
    <div className={styles.facts}>
      {(version.state === 'rejected' || version.state === 'locked') && <DocumentState version={version} withReason />}
      {version.flags.map((flag) => (
        <Tag key={flag} color="warning" title={t(`documents.flag.${flag}`)}>
          {t(`documents.flag.${flag}`).split(/[：:]/)[0]}
        </Tag>
      ))}
      {cleaned > 0 && <span className={styles.fileName}>{t('desk.cleaned', { count: cleaned })}</span>}
    </div>
  );
}
