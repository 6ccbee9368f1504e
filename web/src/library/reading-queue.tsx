// How far the reading of imported files is; nothing while none waits.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { deskOperations } from '../../../src/knowledge/desk-contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import styles from './library.module.css';

const busyRefreshMs = 2_000;
const idleRefreshMs = 15_000;

export function ReadingQueue() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery({
    ...queryOf(deskOperations.getReadingQueue, {}),
    refetchInterval: ({ state: { data: known } }) =>
      known && known.files.waiting + known.scans.waiting > 0 ? busyRefreshMs : idleRefreshMs,
  });
  if (!data || data.files.waiting + data.scans.waiting === 0) return null;
  const { files, scans } = data;
  return (
    <p className={styles.queue} role="status">
      {files.waiting > 0 && (
        <span>
          {t('library.queue.files', { count: files.waiting })}
          {files.perMinute !== null && t('library.queue.filesPace', { pace: format.amount(files.perMinute) })}
          {files.secondsLeft !== null && t('library.queue.left', { left: format.timeLeft(files.secondsLeft) })}
        </span>
      )}
      {scans.waiting > 0 && (
        <span>
          {t('library.queue.scans', { count: scans.waiting, pages: scans.pagesLeft })}
          {scans.pagesPerMinute !== null && t('library.queue.scansPace', { pace: format.amount(scans.pagesPerMinute) })}
          {scans.secondsLeft !== null && t('library.queue.left', { left: format.timeLeft(scans.secondsLeft) })}
        </span>
      )}
    </p>
  );
}
