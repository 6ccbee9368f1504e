import { AuditOutlined, DashboardOutlined, FolderOpenOutlined, MessageOutlined, SearchOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import styles from './frame.module.css';

const destinations = [
  { to: '/', label: 'navigation.ask', icon: <MessageOutlined /> },
  { to: '/search', label: 'navigation.search', icon: <SearchOutlined /> },
  { to: '/library', label: 'navigation.library', icon: <FolderOpenOutlined /> },
  { to: '/ledger', label: 'navigation.ledger', icon: <AuditOutlined /> },
  { to: '/status', label: 'navigation.status', icon: <DashboardOutlined /> },
] as const;

/** In the header on a wide screen, at the bottom under the thumb on a narrow one. */
export function Navigation() {
  const { t } = useTranslation();
  return (
    <nav className={styles.navigation} aria-label={t('navigation.label')}>
      {destinations.map(({ to, label, icon }) => (
        <NavLink key={to} to={to} end className={styles.link ?? ''}>
          <span aria-hidden>{icon}</span>
          {t(label)}
        </NavLink>
      ))}
    </nav>
  );
}
