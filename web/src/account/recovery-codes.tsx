import { Alert, Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './account.module.css';

/** Shown once: to be printed or copied, and kept away from the phone. */
export function RecoveryCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <section className={styles.recovery} aria-label={t('account.recoveryCodes')}>
      <Alert type="success" showIcon title={t('account.recoveryCodesLead')} />
      <ol className={styles.recoveryList}>
        {codes.map((code) => (
          <li key={code} className={styles.code}>
            {code}
          </li>
        ))}
      </ol>
      <div className={styles.buttons}>
        <Button type="primary" onClick={onDone}>
          {t('account.recoveryCodesKept')}
        </Button>
        <Button onClick={() => print()}>{t('account.print')}</Button>
        <Typography.Text copyable={{ text: codes.join('\n') }}>{t('account.copyAll')}</Typography.Text>
      </div>
    </section>
  );
}
