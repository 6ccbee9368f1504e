// The frame of every page: who we are, where one can go, and in which mode this runs.
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Outlet, useLocation } from 'react-router';
import { AccountMenu } from '../account/account-menu.tsx';
import { usePerson } from '../account/signed-in.tsx';
import { Boundary } from '../states/boundary.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './frame.module.css';
import { LanguageSwitch } from './language-switch.tsx';
import { Navigation } from './navigation.tsx';

export function Frame() {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { mode } = usePerson();
  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content">
        {t('navigation.skip')}
      </a>
      <header className={styles.header}>
        <div className={styles.brand}>
          <img src="/seal.svg" alt="" width={36} height={36} />
          <span className={styles.name}>{t('product.name')}</span>
          <span className={styles.promise}>{t('product.promise')}</span>
        </div>
        <Navigation />
        <LanguageSwitch />
        <AccountMenu />
      </header>
      <main id="content" className={styles.main} tabIndex={-1}>
        <Boundary key={pathname}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </Boundary>
      </main>
      {mode === 'solo' && (
        <footer className={styles.footer}>
          {t('product.solo')} <Link to="/account">{t('account.leaveSolo')}</Link>
        </footer>
      )}
    </div>
  );
}
