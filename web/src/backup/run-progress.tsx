import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BackupRun } from '../../../src/backup/contract.ts';
import styles from './backup.module.css';

export function RunProgress({ run: { work, progress, state } }: { readonly run: BackupRun }) {
  const { t } = useTranslation();
  const doing = t(state === 'queued' ? 'backup.queued' : `backup.doing.${work}`);
  return (
    <div className={styles.progress} role="status" aria-label={doing}>
      <span>{doing}</span>
      <Progress percent={Math.round(progress * 100)} size="small" />
    </div>
  );
}
