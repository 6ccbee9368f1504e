// A one-time link: choose a password (and, for an account that nobody has used yet, a name), and be signed in.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { Fault, useProblemSentence } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './account.module.css';
import { Entrance } from './entrance.tsx';
import { RoleTags } from './role-tags.tsx';
import { useIdentityChange } from './use-me.ts';

interface Fields {
  readonly loginName: string;
  readonly displayName: string;
  readonly password: string;
}

export function LinkPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const token = useLocation().hash.slice(1);
  const changed = useIdentityChange();
  const sentenceOf = useProblemSentence();
  const { data: account, error, isPending } = useQuery({ ...queryOf(signIn.readLink, { token }), gcTime: 0 });
  const [failure, setFailure] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const spend = async (work: () => Promise<unknown>) => {
    setSending(true);
    setFailure(undefined);
    try {
      await work();
      // First the address without the token, then what the new person may see.
      await navigate('/', { replace: true });
      await changed();
    } catch (reason) {
      setFailure(reason);
      setSending(false);
    }
  };
  if (isPending) return <Entrance title={t('account.linkTitle')}>{<Loading rows={3} />}</Entrance>;
  if (error && !isSending) {
    return (
      <Entrance title={t('account.linkTitle')}>
        <div className={styles.notice}>
          <Fault error={error} />
        </div>
      </Entrance>
    );
  }
  if (!account) return null;
  return (
    <Entrance title={t('account.linkTitle')} lead={account.choosesName ? t('account.linkLead') : t('account.linkResetLead')}>
      <div className={styles.notice}>
        <RoleTags roles={account.roles} />
      </div>
      {failure !== undefined && <Alert className={styles.notice ?? ''} type="error" showIcon role="alert" title={sentenceOf(failure)} />}
      <Form
        className={styles.form ?? ''}
        layout="vertical"
        requiredMark={false}
        initialValues={account}
        onFinish={(fields: Fields) => void spend(() => call(signIn.spendLink, { ...fields, token }))}
      >
        <Form.Item name="loginName" label={t('account.loginName')} rules={[{ required: true, message: t('account.loginNameMissing') }]}>
          <Input autoComplete="username" autoCapitalize="none" spellCheck={false} disabled={!account.choosesName} maxLength={64} />
        </Form.Item>
        {account.choosesName && (
          <Form.Item name="displayName" label={t('account.displayName')}>
            <Input autoComplete="name" maxLength={100} />
          </Form.Item>
        )}
        <Form.Item
          name="password"
          label={t('account.newPassword')}
          extra={t('account.passwordHint', { least: account.passwordLength })}
          rules={[{ required: true, message: t('account.passwordMissing') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" size="large" block loading={isSending}>
          {t('account.start')}
        </Button>
      </Form>
      {account.allowsSolo && (
        <div className={styles.aside}>
          <h2>{t('account.soloTitle')}</h2>
          <p>{t('account.soloLead')}</p>
          <Button onClick={() => void spend(() => call(signIn.enterSolo, { token }))}>{t('account.enterSolo')}</Button>
        </div>
      )}
    </Entrance>
  );
}
