import { Progress, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Version } from '../../../src/knowledge/contract.ts';
import { useFormat } from '../language/format.ts';
import { zh } from '../messages/zh.ts';
import styles from './library.module.css';

type Reason = keyof typeof zh.library.reason;
const colours: Record<Version['state'], string> = {
  queued: 'default',
  reading: 'processing',
  ready: 'success',
  locked: 'warning',
  rejected: 'error',
};

/** How far a version is; of one that is locked or rejected, why, and what to do. */
export function DocumentState({ version, withReason = false }: { readonly version: Version; readonly withReason?: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { recognition } = version;
  const reason = (version.state === 'rejected' || version.state === 'locked') && t(`library.reason.${reasonOf(version.reason)}`);
  return (
    <span className={styles.state}>
      <Tag color={colours[version.state]} title={reason || undefined}>
        {t(`library.state.${version.state}`)}
      </Tag>
      {version.state === 'reading' && (
        <Progress type="circle" size={16} percent={Math.round(100 * version.progress)} aria-label={t('library.state.reading')} />
      )}
      {recognition && (
        <span className={styles.reason}>
          {t('library.recognising', { ...recognition, left: format.duration(recognition.secondsLeft * 1_000) })}
        </span>
      )}
      {withReason && reason && <span className={styles.reason}>{reason}</span>}
    </span>
  );
}

function reasonOf(reason: string | null): Reason {
  return reason !== null && isReason(reason) ? reason : 'unknown';
}

function isReason(reason: string): reason is Reason {
  return reason in zh.library.reason;
}
