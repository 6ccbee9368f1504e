// The three separated powers: what each does, what each must never see, and who decides with whom.
import { AuditOutlined, SafetyCertificateOutlined, SettingOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import styles from './people.module.css';

const powers = [
  { role: 'system-administrator', icon: <SettingOutlined /> },
  { role: 'security-officer', icon: <SafetyCertificateOutlined /> },
  { role: 'auditor', icon: <AuditOutlined /> },
] as const;

export function Powers() {
  const { t } = useTranslation();
  return (
    <>
      <p>{t('powers.lead')}</p>
      <div className={styles.powers}>
        {powers.map(({ role, icon }) => (
          <article key={role} className={styles.power}>
            <span className={styles.powerIcon} aria-hidden>
              {icon}
            </span>
            <h3>{t(`role.${role}`)}</h3>
            <p>{t(`powers.${role}.does`)}</p>
            <p className={styles.soft}>{t(`powers.${role}.not`)}</p>
          </article>
        ))}
      </div>
    </>
  );
}
