// What reading changed, in words and with samples: nothing is cleaned in secret.
import { Collapse, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Version } from '../../../src/knowledge/contract.ts';
import { zh } from '../messages/zh.ts';
import styles from './library.module.css';

type Kind = keyof typeof zh.library.cleaningKind;
type Note = Version['cleaning'][number];

export function CleaningReport({ notes }: { readonly notes: readonly Note[] }) {
  const { t } = useTranslation();
  if (notes.length === 0) return <p className={styles.cleaningNone}>{t('library.cleaningNone')}</p>;
  const items = notes.map((note) => ({
    key: note.kind,
    label: (
      <>
        {t(`library.cleaningKind.${isKind(note.kind) ? note.kind : 'unknown'}`)}{' '}
        <Tag>{t('library.cleaningCount', { count: note.count })}</Tag>
      </>
    ),
    children: <Samples samples={note.samples} />,
  }));
  return (
    <section aria-label={t('library.cleaning')}>
      <h3 className={styles.cleaningTitle}>{t('library.cleaning')}</h3>
      <Collapse size="small" items={items} />
    </section>
  );
}

function Samples({ samples }: { readonly samples: Note['samples'] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.samples}>
      {samples.map(({ before, after }, index) => (
        <li key={index}>
          <del aria-label={t('library.before')}>{before}</del>
          <span aria-hidden> → </span>
          <ins aria-label={t('library.after')}>{after === '' ? t('library.removed') : after}</ins>
        </li>
      ))}
    </ul>
  );
}

function isKind(kind: string): kind is Kind {
  return kind in zh.library.cleaningKind;
}
