// What a person responsible wants to know first: when last, proved when, kept where, opened with what.
import { useTranslation } from 'react-i18next';
import { Fact } from '../frame/fact.tsx';
import { useFormat } from '../language/format.ts';
import styles from './backup.module.css';
import type { BackupOverview } from './use-backups.ts';

export function BackupFacts({ overview }: { readonly overview: BackupOverview }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { backups, lastVerified, target, at, keep, keyFingerprint, includesMasterKey } = overview;
  const [newest] = backups;
  return (
    <dl className={styles.facts}>
      <Fact name={t('backup.last')}>{newest ? format.instant(newest.takenAt) : t('backup.never')}</Fact>
      <Fact name={t('backup.lastVerified')}>{lastVerified?.finishedAt ? format.instant(lastVerified.finishedAt) : t('backup.never')}</Fact>
      <Fact name={t('backup.schedule')}>{t('backup.daily', { at })}</Fact>
      <Fact name={t('backup.keep')}>{t('backup.kept', { ...keep })}</Fact>
      <Fact name={t('backup.target')}>{target ?? ''}</Fact>
      <Fact name={t('backup.key')}>{keyFingerprint ?? t('backup.keyMissing')}</Fact>
      <Fact name={t('backup.needs')}>{t(includesMasterKey ? 'backup.needsOne' : 'backup.needsBoth')}</Fact>
    </dl>
  );
}
