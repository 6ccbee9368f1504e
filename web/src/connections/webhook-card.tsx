import { Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as webhooks, type Webhook } from '../../../src/webhooks/contract.ts';
import { call } from '../api/call.ts';
import cards from '../frame/cards.module.css';
import { ItemButton } from '../frame/item-button.tsx';
import { SureButton } from '../frame/sure-button.tsx';
import { useChange } from '../rights/use-change.ts';
import type { FitScenario } from './box-form.tsx';
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
    <li className={cards.card}>
      <div className={cards.facts}>
        <h2>{name}</h2>
        <Tag color={colours[state]}>{t(`connections.webhook.state.${state}`)}</Tag>
        <span>{t(`connections.webhook.zoneOf.${zone}`)}</span>
      </div>
      <code className={cards.facts}>{url}</code>
      <span className={cards.facts}>
        {events.map((event) => (
          <Tag key={event}>{t(`connections.webhook.event.${event}`)}</Tag>
        ))}
        <span>
          {scenario === null ? t('connections.webhook.anyScenario') : (scenarios.find((one) => one.name === scenario)?.title ?? scenario)}
        </span>
      </span>
      <span className={cards.facts}>{t('connections.webhook.counts', { delivered, waiting, givenUp })}</span>
      <span className={cards.facts}>
        {mayManage && <Actions webhook={webhook} scenarios={scenarios} />}
        <ItemButton label={t('connections.webhook.log')} of={name} aria-expanded={isShown} onClick={() => setShown(!isShown)} />
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
        <ItemButton
          label={t('connections.webhook.test')}
          of={name}
          onClick={() => void change(() => call(webhooks.testWebhook, { webhookId }), t('connections.webhook.tested'))}
        />
      )}
      <ItemButton
        label={t(state === 'off' || state === 'failing' ? 'connections.open' : 'connections.change')}
        of={name}
        onClick={() => setChanging(true)}
      />
      <SureButton
        label={t('connections.webhook.secret')}
        of={name}
        sure={t('connections.webhook.secretSure', { name })}
        onSure={() => change(async () => setSecret((await call(webhooks.replaceWebhookSecret, { webhookId })).secret), done)}
      />
      {state === 'on' && (
        <SureButton
          label={t('connections.close')}
          of={name}
          sure={t('connections.webhook.closeSure', { name })}
          isDanger
          onSure={() => change(() => call(webhooks.closeWebhook, { webhookId }), done)}
        />
      )}
      <SureButton
        label={t('connections.remove')}
        of={name}
        sure={t('connections.webhook.removeSure', { name })}
        onSure={() => change(() => call(webhooks.removeWebhook, { webhookId }), done)}
      />
      {isChanging && <WebhookForm scenarios={scenarios} webhook={webhook} onClose={() => setChanging(false)} />}
      {secret !== undefined && <SecretShown secret={secret} onClose={() => setSecret(undefined)} />}
    </>
  );
}
