import { Alert, Button, Form, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as models } from '../../../src/models/contract.ts';
import { call } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';

export function KeyForm({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const change = useChange([models.listModels]);
  const save = async ({ key }: { readonly key: string }) => {
    if (await change(() => call(models.setModelKey, { name, key: key.trim() }), t('models.keySaved'))) onClose();
  };
  return (
    <Dialog title={t('models.setKey')} onClose={onClose}>
      <Alert type="info" showIcon title={t('models.keyHint')} />
      <Form layout="vertical" style={{ marginTop: 12 }} onFinish={(fields: { readonly key: string }) => void save(fields)}>
        <Form.Item name="key" label={t('models.keyLabel')} rules={[{ required: true, whitespace: true, max: 1000 }]}>
          <Input.Password autoComplete="off" />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('models.setKey')}
        </Button>
      </Form>
    </Dialog>
  );
}
