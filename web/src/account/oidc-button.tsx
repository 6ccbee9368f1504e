// To the institution's own sign-in, and from there back to where one was.
import { BankOutlined } from '@ant-design/icons';
import { Button, Divider } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call } from '../api/call.ts';

interface Properties {
  readonly destination: string;
  readonly onFailure: (error: unknown) => void;
}

export function OidcButton({ destination, onFailure }: Properties) {
  const { t } = useTranslation();
  const [isLeaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    onFailure(undefined);
    try {
      const { url } = await call(signIn.startOidc, { origin: location.origin, destination });
      location.assign(url);
    } catch (error) {
      onFailure(error);
      setLeaving(false);
    }
  };
  return (
    <>
      <Divider plain>{t('account.or')}</Divider>
      <Button size="large" block icon={<BankOutlined />} loading={isLeaving} onClick={() => void leave()}>
        {t('account.oidc')}
      </Button>
    </>
  );
}
