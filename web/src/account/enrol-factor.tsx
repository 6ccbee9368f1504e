// Setting up an authenticator: take the picture (or type the secret), show the first code, keep the recovery codes.
import { useMutation } from '@tanstack/react-query';
import { Button, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import styles from './account.module.css';
import { CodeForm } from './code-form.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

export function EnrolFactor({ onDone }: { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const begin = useMutation({ mutationFn: () => call(signIn.beginSecondFactor, {}) });
  const [codes, setCodes] = useState<readonly string[]>();
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (!begin.data) {
    return (
      <>
        {begin.error && <Fault error={begin.error} />}
        <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate()}>
          {t('account.enrol')}
        </Button>
      </>
    );
  }
  const { uri, secret } = begin.data;
  return (
    <div className={styles.enrol}>
      <QrCode text={uri} label={t('account.qrLabel')} />
      <div className={styles.enrolSteps}>
        <p>{t('account.enrolScan')}</p>
        <Typography.Paragraph className={styles.code ?? ''} copyable={{ text: secret }}>
          {secret.replace(/(.{4})(?=.)/g, '$1 ')}
        </Typography.Paragraph>
        <p>{t('account.enrolConfirm')}</p>
        <CodeForm
          action={t('account.enrolFinish')}
          onCode={async ({ code }) => setCodes((await call(signIn.confirmSecondFactor, { code })).recoveryCodes)}
        />
      </div>
    </div>
  );
}
