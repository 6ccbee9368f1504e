import { Alert, Typography } from 'antd';
import { useTranslation } from 'react-i18next';

/** Here and nowhere else. */
export function SecretShown({ secret }: { readonly secret: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="success" showIcon title={t('connections.webhook.once')} />
      <Typography.Paragraph copyable code style={{ marginTop: 12, wordBreak: 'break-all' }}>
        {secret}
      </Typography.Paragraph>
    </>
  );
}
