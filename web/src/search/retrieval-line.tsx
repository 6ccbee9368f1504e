// What a search went by, where models for it are set, and why one took no part.
import { useTranslation } from 'react-i18next';
import type { Retrieval } from '../../../src/knowledge/contract.ts';
import styles from './search.module.css';

export function RetrievalLine({ retrieval }: { readonly retrieval: Retrieval }) {
  const { t } = useTranslation();
  const { mode, lexicalBecause, isReranked, notRerankedBecause } = retrieval;
  const parts = [
    mode === 'hybrid' && t('retrieval.hybrid'),
    lexicalBecause && t('retrieval.lexical', { lack: t(`retrieval.lack.${lexicalBecause}`) }),
    isReranked && t('retrieval.reranked'),
    notRerankedBecause && t('retrieval.notReranked', { lack: t(`retrieval.lack.${notRerankedBecause}`) }),
  ];
  return <p className={styles.summary}>{parts.filter(Boolean).join(' · ')}</p>;
}
