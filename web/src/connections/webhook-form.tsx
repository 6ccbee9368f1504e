// Registering a webhook, or changing one.
import { Form, Input, Segmented, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as webhooks, type Webhook, webhookEvents, type WebhookSettings } from '../../../src/webhooks/contract.ts';
import { call } from '../api/call.ts';
import type { FitScenario } from './box-form.tsx';
import { OpeningForm, required } from './opening-form.tsx';
import { SecretShown } from './secret-shown.tsx';

interface Fields extends Omit<WebhookSettings, 'scenario'> {
  readonly scenario?: string | null;
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
  const [secret, setSecret] = useState<string>();
  const save = async (fields: Fields) => {
    const settings = { ...fields, scenario: fields.scenario ?? null };
    if (webhook) return call(webhooks.changeWebhook, { ...settings, webhookId: webhook.id });
    const added = await call(webhooks.addWebhook, settings);
    setSecret(added.secret);
    return added;
  };
  if (secret !== undefined) return <SecretShown secret={secret} onClose={onClose} />;
  return (
    <OpeningForm
      name={webhook?.name}
      add={t('connections.webhook.add')}
      waits={t('connections.webhook.waits')}
      shows={webhooks.listWebhooks}
      initial={webhook ?? usual}
      save={save}
      onSaved={() => webhook && onClose()}
      onClose={onClose}
    >
      <Form.Item name="name" label={t('connections.webhook.name')} rules={required}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="url" label={t('connections.webhook.url')} extra={t('connections.webhook.urlHint')} rules={required}>
        <Input maxLength={500} />
      </Form.Item>
      <Form.Item name="zone" label={t('connections.webhook.zone')}>
        <Segmented
          aria-label={t('connections.webhook.zone')}
          options={zones.map((value) => ({ value, label: t(`connections.webhook.zoneOf.${value}`) }))}
        />
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
    </OpeningForm>
  );
}
