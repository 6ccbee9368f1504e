// Opens a document that waits for its password. What is typed is sent and nowhere kept on the page.
import { UnlockOutlined } from '@ant-design/icons';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Document } from '../../../src/knowledge/contract.ts';
import { asksForPassword, passwordOperations } from '../../../src/knowledge/password-contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import styles from './library.module.css';
import { useLibraryChange } from './use-documents.ts';

/** Nothing where the document does not wait for one, or the reader is no editor. */
export function UnlockForm({ document: { id, title, latest } }: { readonly document: Document }) {
  const { t } = useTranslation();
  const change = useLibraryChange();
  const [form] = Form.useForm<{ readonly password: string }>();
  const [isSending, setSending] = useState(false);
  const mayWrite = usePerson().permissions.includes('documents.write');
  if (!mayWrite || !asksForPassword(latest)) return null;
  const send = async ({ password }: { readonly password: string }) => {
    setSending(true);
    if (await change(() => call(passwordOperations.giveDocumentPassword, { documentId: id, password }))) form.resetFields();
    setSending(false);
  };
  return (
    <Form form={form} layout="inline" className={styles.unlock ?? ''} onFinish={(fields: { password: string }) => void send(fields)}>
      {latest.state === 'ready' && <span className={styles.reason}>{t('library.lockedInside')}</span>}
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
