import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { usePerson } from '../account/signed-in.tsx';
import { destinationsOf } from './destinations.tsx';
import styles from './frame.module.css';

/** In the header on a wide screen, at the bottom under the thumb on a narrow one. Shows only what one may open. */
export function Navigation() {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  const destinations = destinationsOf(permissions);
  // Half-way through signing in there is nowhere to go yet.
  if (destinations.length === 0) return null;
  return (
    <nav className={styles.navigation} aria-label={t('navigation.label')}>
      {destinations.map(({ to, label, icon }) => (
        <NavLink key={to} to={to} end={to === '/'} className={styles.link ?? ''}>
          <span aria-hidden>{icon}</span>
          {t(label)}
        </NavLink>
      ))}
    </nav>
  );
}
