// One code of the authenticator, or a recovery code where that is said; with the password where a change asks for it.
import { Alert, Button, Form, Input } from 'antd';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useProblemSentence } from '../states/fault.tsx';
import styles from './account.module.css';

export interface CodeFields {
  readonly code: string;
  readonly password: string;
}
interface Properties {
  readonly action: string;
  readonly asksPassword?: boolean;
  readonly isRecoveryCode?: boolean;
  readonly onCode: (fields: CodeFields) => Promise<void>;
  /** Beside the button. */
  readonly children?: ReactNode;
}

export function CodeForm({ action, asksPassword = false, isRecoveryCode = false, onCode, children }: Properties) {
  const { t } = useTranslation();
  const sentenceOf = useProblemSentence();
  const [failure, setFailure] = useState<unknown>();
  const [isSending, setSending] = useState(false);
  const send = async (fields: CodeFields) => {
    setSending(true);
    setFailure(undefined);
    try {
      await onCode(fields);
    } catch (error) {
      setFailure(error);
    }
    setSending(false);
  };
  const label = t(isRecoveryCode ? 'account.recoveryCode' : 'account.code');
  return (
    <Form className={styles.codeForm ?? ''} layout="vertical" requiredMark={false} onFinish={(fields: CodeFields) => void send(fields)}>
      {failure !== undefined && (
        <Alert className={styles.noticeAbove ?? ''} type="error" showIcon role="alert" title={sentenceOf(failure)} />
      )}
      {asksPassword && (
        <Form.Item name="password" label={t('account.presentPassword')} rules={[{ required: true, message: t('account.passwordMissing') }]}>
          <Input.Password autoComplete="current-password" />
        </Form.Item>
      )}
      <Form.Item name="code" label={label} rules={[{ required: true, min: 6, message: t('account.codeMissing') }]}>
        <Input
          className={styles.code ?? ''}
          size="large"
          autoComplete="one-time-code"
          inputMode={isRecoveryCode ? 'text' : 'numeric'}
          maxLength={40}
          spellCheck={false}
          autoCapitalize="none"
        />
      </Form.Item>
      <div className={styles.buttons}>
        <Button type="primary" htmlType="submit" loading={isSending}>
          {action}
        </Button>
        {children}
      </div>
    </Form>
  );
}
