import { Alert, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../frame/dialog.tsx';

/** Here and nowhere else. */
export function SecretShown({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog title={t('connections.webhook.secretShown')} onClose={onClose}>
      <Alert type="success" showIcon title={t('connections.webhook.once')} />
      <Typography.Paragraph copyable code style={{ marginTop: 12, wordBreak: 'break-all' }}>
        {secret}
      </Typography.Paragraph>
    </Dialog>
  );
}
