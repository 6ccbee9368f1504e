// Where the password of a file is typed.
import { UnlockOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './library.module.css';

interface Properties {
  /** Of the file. */
  readonly title: string;
  /** Resolves to whether it was taken; then the field is emptied. */
  readonly onPassword: (password: string) => Promise<boolean>;
  readonly children?: ReactNode;
}

export function FilePasswordForm({ title, onPassword, children }: Properties) {
  const { t } = useTranslation();
  const [form] = Form.useForm<{ readonly password: string }>();
  const [isSending, setSending] = useState(false);
  const send = async ({ password }: { readonly password: string }) => {
    setSending(true);
    if (await onPassword(password)) form.resetFields();
    setSending(false);
  };
  return (
    <Form form={form} layout="inline" className={styles.unlock ?? ''} onFinish={(fields: { password: string }) => void send(fields)}>
      {children}
      <Form.Item name="password" rules={[{ required: true, message: t('library.passwordMissing') }]}>
        <Input.Password
          size="small"
          autoComplete="off"
          maxLength={255}
          placeholder={t('library.password')}
          aria-label={t('library.passwordOf', { title })}
        />
      </Form.Item>
      <Button size="small" htmlType="submit" icon={<UnlockOutlined />} loading={isSending}>
        {t('library.unlock')}
      </Button>
    </Form>
  );
}
