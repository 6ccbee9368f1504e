// Signing in, and from there back to where one was.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Navigate, useNavigate, useSearchParams } from 'react-router';
import { operations as signIn, ownPathSchema } from '../../../src/sign-in/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useProblemSentence } from '../states/fault.tsx';
import styles from './account.module.css';
import { Entrance } from './entrance.tsx';
import { OidcButton } from './oidc-button.tsx';
import { useIdentityChange, useMe } from './use-me.ts';

interface Fields {
  readonly loginName: string;
  readonly password: string;
}

export function SignInPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [address] = useSearchParams();
  const changed = useIdentityChange();
  const sentenceOf = useProblemSentence();
  const { data: ways } = useQuery(queryOf(signIn.getSignIn, {}));
  const { data: me } = useMe();
  const [failure, setFailure] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const { data: destination = '/' } = ownPathSchema.safeParse(address.get('to'));
  if (me && !isSending) return <Navigate to={destination} replace />;
  const send = async (fields: Fields) => {
    setSending(true);
    setFailure(undefined);
    try {
      await call(signIn.signIn, fields);
      await changed();
      await navigate(destination, { replace: true });
    } catch (error) {
      setFailure(error);
    }
    setSending(false);
  };
  return (
    <Entrance title={t('account.signIn')} lead={t(ways?.takesDirectoryNames ? 'account.signInLeadDirectory' : 'account.signInLead')}>
      {ways?.mode === 'undecided' && (
        <Alert
          className={styles.notice ?? ''}
          type="info"
          showIcon
          title={t('account.noAccounts')}
          description={<code className={styles.code}>bin/hengjian people links</code>}
        />
      )}
      {address.has('ended') && failure === undefined && (
        <Alert className={styles.notice ?? ''} type="warning" showIcon role="alert" title={t('account.sessionEnded')} />
      )}
      {failure !== undefined && <Alert className={styles.notice ?? ''} type="error" showIcon role="alert" title={sentenceOf(failure)} />}
      <Form className={styles.form ?? ''} layout="vertical" requiredMark={false} onFinish={(fields: Fields) => void send(fields)}>
        <Form.Item name="loginName" label={t('account.loginName')} rules={[{ required: true, message: t('account.loginNameMissing') }]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} size="large" />
        </Form.Item>
        <Form.Item name="password" label={t('account.password')} rules={[{ required: true, message: t('account.passwordMissing') }]}>
          <Input.Password autoComplete="current-password" size="large" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={isSending}>
          {t('account.signIn')}
        </Button>
      </Form>
      {ways?.offersOidc && <OidcButton destination={destination} onFailure={setFailure} />}
    </Entrance>
  );
}
