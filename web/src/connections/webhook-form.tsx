// Registering a webhook, or changing one.
import { Alert, App, Button, Form, Input, Modal, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as webhooks, type Webhook, webhookEvents, type WebhookSettings } from '../../../src/webhooks/contract.ts';
import { call } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';
import type { FitScenario } from './box-form.tsx';
import { SecretShown } from './secret-shown.tsx';

interface Fields extends Omit<WebhookSettings, 'scenario'> {
  readonly scenario?: string | null;
  readonly reason: string;
}
interface Properties {
  readonly scenarios: readonly FitScenario[];
  readonly webhook: Webhook | undefined;
  readonly onClose: () => void;
}

const zones = ['in-house', 'external'] as const;
const usual = { zone: 'in-house', events: ['run.answered', 'run.refused', 'run.failed'], scenario: null } as const;

export function WebhookForm({ scenarios, webhook, onClose }: Properties) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const [secret, setSecret] = useState<string>();
  const change = useChange([webhooks.listWebhooks]);
  const save = async (fields: Fields) => {
    const settings = { ...fields, scenario: fields.scenario ?? null };
    const send = async () => {
      if (webhook) {
        const { changeId } = await call(webhooks.changeWebhook, { ...settings, webhookId: webhook.id });
        if (changeId !== null) message.info(t('connections.proposed'));
        return;
      }
      const added = await call(webhooks.addWebhook, settings);
      setSecret(added.secret);
      if (added.changeId !== null) message.info(t('connections.proposed'));
    };
    if ((await change(send, t('connections.done'))) && webhook) onClose();
  };
  const required = [{ required: true, whitespace: true }];
  return (
    <Modal
      open
      title={webhook ? t('connections.changeOf', { name: webhook.name }) : t('connections.webhook.add')}
      footer={null}
      onCancel={onClose}
    >
      {secret !== undefined && <SecretShown secret={secret} />}
      {secret === undefined && (
        <Form layout="vertical" initialValues={webhook ?? usual} onFinish={(fields: Fields) => void save(fields)}>
          <Form.Item>
            <Alert type="info" showIcon title={t('connections.webhook.waits')} />
          </Form.Item>
          <Form.Item name="name" label={t('connections.webhook.name')} rules={required}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="url" label={t('connections.webhook.url')} extra={t('connections.webhook.urlHint')} rules={required}>
            <Input maxLength={500} />
          </Form.Item>
          <Form.Item name="zone" label={t('connections.webhook.zone')}>
            <Segmented options={zones.map((value) => ({ value, label: t(`connections.webhook.zoneOf.${value}`) }))} />
          </Form.Item>
          <Form.Item name="events" label={t('connections.webhook.events')} rules={[{ required: true }]}>
            <Select mode="multiple" options={webhookEvents.map((value) => ({ value, label: t(`connections.webhook.event.${value}`) }))} />
          </Form.Item>
          <Form.Item name="scenario" label={t('connections.webhook.scenario')}>
            <Select
              allowClear
              placeholder={t('connections.webhook.anyScenario')}
              options={scenarios.map(({ name, title }) => ({ value: name, label: title }))}
            />
          </Form.Item>
          <Form.Item name="reason" label={t('connections.reason')} rules={required}>
            <Input maxLength={500} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t('states.save')}
          </Button>
        </Form>
      )}
    </Modal>
  );
}
