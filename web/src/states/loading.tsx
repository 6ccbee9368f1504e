import { Skeleton } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './states.module.css';

/** Grey lines where content will be. */
export function Loading({ rows = 4 }: { readonly rows?: number }) {
  const { t } = useTranslation();
  return (
    <div className={styles.loading} role="status" aria-label={t('states.loading')}>
      <Skeleton active paragraph={{ rows }} title={false} />
    </div>
  );
}
