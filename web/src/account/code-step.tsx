// Half-way through signing in: the password was right, the code of the authenticator is still to come.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call } from '../api/call.ts';
import styles from './account.module.css';
import { CodeForm } from './code-form.tsx';
import { useIdentityChange } from './use-me.ts';

export function CodeStep() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const changed = useIdentityChange();
  const [isRecoveryCode, setRecoveryCode] = useState(false);
  const show = async (code: string) => {
    await call(signIn.showSecondFactor, { code, isRecoveryCode });
    await changed();
    await navigate('/', { replace: true });
  };
  return (
    <section className={styles.panel} aria-labelledby="code-step">
      <h2 id="code-step">{t('account.secondFactor')}</h2>
      <p className={styles.hint}>{t(isRecoveryCode ? 'account.recoveryCodeLead' : 'account.codeLead')}</p>
      <CodeForm
        key={String(isRecoveryCode)}
        action={t('account.finishSignIn')}
        isRecoveryCode={isRecoveryCode}
        onCode={({ code }) => show(code)}
      >
        <Button type="link" onClick={() => setRecoveryCode(!isRecoveryCode)}>
          {t(isRecoveryCode ? 'account.useCode' : 'account.useRecoveryCode')}
        </Button>
      </CodeForm>
    </section>
  );
}
