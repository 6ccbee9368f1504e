// What stands behind sign-in: whoever is not signed in is led there and back, whoever may not open a page is told so.
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, Navigate, Outlet, useLocation } from 'react-router';
import { Problem } from '../api/problem.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { destinationsOf } from '../frame/destinations.tsx';
import { type Me, useMe, useSignOutNotice } from './use-me.ts';

const MeContext = createContext<Me | undefined>(undefined);

export function SignedIn() {
  const { data, error, isPending, refetch } = useMe();
  const wasSignedIn = useSignOutNotice();
  const { pathname, search } = useLocation();
  if (isPending) return <Loading />;
  if (data === null || (error instanceof Problem && error.code === 'unauthenticated')) {
    // Whoever was here a moment ago is told why they are not any more.
    const ended = wasSignedIn ? '&ended' : '';
    return <Navigate to={`/sign-in?to=${encodeURIComponent(pathname + search)}${ended}`} replace />;
  }
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (data.nextStep !== null && pathname !== '/account') return <Navigate to="/account" replace />;
  return (
    <MeContext value={data}>
      <Outlet />
    </MeContext>
  );
}

/** The person whose page this is. */
export function usePerson(): Me {
  const me = useContext(MeContext);
  if (!me) throw new Error('This page stands outside SignedIn');
  return me;
}

/** Pages for those who hold a permission; the first page leads the others to theirs. */
export function Allowed({ permission }: { readonly permission: Me['permissions'][number] }) {
  const { t } = useTranslation();
  const { pathname } = useLocation();
  const { permissions } = usePerson();
  if (permissions.includes(permission)) return <Outlet />;
  const home = destinationsOf(permissions)[0]?.to ?? '/account';
  if (pathname === '/') return <Navigate to={home} replace />;
  return (
    <Nothing sentence={t('account.notAllowed')}>
      <Link to={home}>{t('account.toMyPages')}</Link>
    </Nothing>
  );
}
