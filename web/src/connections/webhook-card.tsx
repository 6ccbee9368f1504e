import { Button, Modal, Popconfirm, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as webhooks, type Webhook } from '../../../src/webhooks/contract.ts';
import { call } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';
import type { FitScenario } from './box-form.tsx';
import styles from './connections.module.css';
import { DeliveryList } from './delivery-list.tsx';
import { SecretShown } from './secret-shown.tsx';
import { WebhookForm } from './webhook-form.tsx';

const colours = { waiting: 'warning', on: 'success', off: 'default', failing: 'error' } as const;

interface Properties {
  readonly webhook: Webhook;
  readonly scenarios: readonly FitScenario[];
  readonly mayManage: boolean;
}

export function WebhookCard({ webhook, scenarios, mayManage }: Properties) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const { id, name, url, zone, events, scenario, state, delivered, waiting, givenUp } = webhook;
  return (
    <li className={styles.card}>
      <span className={styles.facts}>
        <strong>{name}</strong>
        <Tag color={colours[state]}>{t(`connections.webhook.state.${state}`)}</Tag>
        <span>{t(`connections.webhook.zoneOf.${zone}`)}</span>
      </span>
      <code className={styles.facts}>{url}</code>
      <span className={styles.facts}>
        {events.map((event) => (
          <Tag key={event}>{t(`connections.webhook.event.${event}`)}</Tag>
        ))}
        <span>
          {scenario === null ? t('connections.webhook.anyScenario') : (scenarios.find((one) => one.name === scenario)?.title ?? scenario)}
        </span>
      </span>
      <span className={styles.facts}>{t('connections.webhook.counts', { delivered, waiting, givenUp })}</span>
      <span className={styles.facts}>
        {mayManage && <Actions webhook={webhook} scenarios={scenarios} />}
        <Button size="small" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {t('connections.webhook.log')}
        </Button>
      </span>
      {isShown && <DeliveryList webhookId={id} mayResend={mayManage && state === 'on'} />}
    </li>
  );
}

function Actions({ webhook, scenarios }: Omit<Properties, 'mayManage'>) {
  const { t } = useTranslation();
  const [isChanging, setChanging] = useState(false);
  const [secret, setSecret] = useState<string>();
  const change = useChange([webhooks.listWebhooks, webhooks.listDeliveries]);
  const { id: webhookId, name, state } = webhook;
  const done = t('connections.done');
  return (
    <>
      {state === 'on' && (
        <Button size="small" onClick={() => void change(() => call(webhooks.testWebhook, { webhookId }), t('connections.webhook.tested'))}>
          {t('connections.webhook.test')}
        </Button>
      )}
      <Button size="small" onClick={() => setChanging(true)}>
        {t(state === 'off' || state === 'failing' ? 'connections.open' : 'connections.change')}
      </Button>
      <Popconfirm
        title={t('connections.webhook.secretSure', { name })}
        okText={t('connections.webhook.secret')}
        cancelText={t('states.cancel')}
        onConfirm={() => void change(async () => setSecret((await call(webhooks.replaceWebhookSecret, { webhookId })).secret), done)}
      >
        <Button size="small">{t('connections.webhook.secret')}</Button>
      </Popconfirm>
      {state === 'on' && (
        <Popconfirm
          title={t('connections.webhook.closeSure', { name })}
          okText={t('connections.close')}
          cancelText={t('states.cancel')}
          onConfirm={() => void change(() => call(webhooks.closeWebhook, { webhookId }), done)}
        >
          <Button size="small" danger>
            {t('connections.close')}
          </Button>
        </Popconfirm>
      )}
      <Popconfirm
        title={t('connections.webhook.removeSure', { name })}
        okText={t('connections.remove')}
        cancelText={t('states.cancel')}
        onConfirm={() => void change(() => call(webhooks.removeWebhook, { webhookId }), done)}
      >
        <Button size="small">{t('connections.remove')}</Button>
      </Popconfirm>
      {isChanging && <WebhookForm scenarios={scenarios} webhook={webhook} onClose={() => setChanging(false)} />}
      {secret !== undefined && (
        <Modal open title={t('connections.webhook.secret')} footer={null} onCancel={() => setSecret(undefined)}>
          <SecretShown secret={secret} />
        </Modal>
      )}
    </>
  );
}
