// Where the institution's own sign-in sends the browser back to: what it brought is handed in once, and leaves the address at once.
import { Alert, Button } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call } from '../api/call.ts';
import { useProblemSentence } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './account.module.css';
import { Entrance } from './entrance.tsx';
import { useIdentityChange } from './use-me.ts';

export function OidcReturnPage() {
  const { t } = useTranslation();
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const changed = useIdentityChange();
  const sentenceOf = useProblemSentence();
  const [failure, setFailure] = useState<unknown>();
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current) return;
    isBegun.current = true;
    const finish = async () => {
      await navigate(pathname, { replace: true });
      const { destination } = await call(signIn.finishOidc, { origin: location.origin, query: search });
      await changed();
      await navigate(destination, { replace: true });
    };
    finish().catch(setFailure);
  }, [changed, navigate, pathname, search]);
  return (
    <Entrance title={t('account.signIn')} lead={failure === undefined ? t('account.oidcReturn') : ''}>
      {failure === undefined ? (
        <Loading rows={2} />
      ) : (
        <>
          <Alert className={styles.notice ?? ''} type="error" showIcon role="alert" title={sentenceOf(failure)} />
          <Button className={styles.notice ?? ''} size="large" block onClick={() => void navigate('/sign-in')}>
            {t('account.toSignIn')}
          </Button>
        </>
      )}
    </Entrance>
  );
}
