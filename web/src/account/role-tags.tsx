import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './account.module.css';
import type { Me } from './use-me.ts';

export function RoleTags({ roles }: { readonly roles: Me['person']['roles'] }) {
  const { t } = useTranslation();
  return (
    <span className={styles.tags}>
      {roles.map((role) => (
        <Tag key={role}>{t(`role.${role}`)}</Tag>
      ))}
    </span>
  );
}
