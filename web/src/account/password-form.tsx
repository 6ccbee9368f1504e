import { Alert, App, Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call } from '../api/call.ts';
import { useProblemSentence } from '../states/fault.tsx';
import styles from './account.module.css';
import { useIdentityChange } from './use-me.ts';

interface Fields {
  readonly present: string;
  readonly next: string;
}

export function PasswordForm() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const changed = useIdentityChange();
  const sentenceOf = useProblemSentence();
  const [form] = Form.useForm<Fields>();
  const [failure, setFailure] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const send = async (fields: Fields) => {
    setSending(true);
    setFailure(undefined);
    try {
      await call(signIn.changePassword, fields);
      form.resetFields();
      message.success(t('account.passwordChanged'));
      await changed();
    } catch (error) {
      setFailure(error);
    }
    setSending(false);
  };
  return (
    <section className={styles.panel} aria-labelledby="change-password">
      <h2 id="change-password">{t('account.changePassword')}</h2>
      {failure !== undefined && <Alert type="error" showIcon role="alert" title={sentenceOf(failure)} />}
      <Form form={form} layout="vertical" requiredMark={false} onFinish={(fields: Fields) => void send(fields)}>
        <Form.Item name="present" label={t('account.presentPassword')} rules={[{ required: true, message: t('account.passwordMissing') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
        <Form.Item
          name="next"
          label={t('account.newPassword')}
          extra={t('account.passwordChangeHint')}
          rules={[{ required: true, message: t('account.passwordMissing') }]}
        >
          <Input.Password autoComplete="new-password" />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={isSending}>
          {t('account.changePassword')}
        </Button>
      </Form>
    </section>
  );
}
