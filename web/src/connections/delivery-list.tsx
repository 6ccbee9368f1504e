// What was sent to a webhook, and what came of it.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as webhooks, type Webhook } from '../../../src/webhooks/contract.ts';
import { call, queryOf } from '../api/call.ts';
import cards from '../frame/cards.module.css';
import { ItemButton } from '../frame/item-button.tsx';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';

const colours = { waiting: 'warning', delivered: 'success', 'given-up': 'error' } as const;
const refreshMs = 3_000;

export function DeliveryList({ webhookId, mayResend }: { readonly webhookId: Webhook['id']; readonly mayResend: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChange([webhooks.listDeliveries]);
  const { data, error, refetch } = useQuery({ ...queryOf(webhooks.listDeliveries, { webhookId }), refetchInterval: refreshMs });
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={2} />;
  if (data.deliveries.length === 0) return <p className={cards.facts}>{t('connections.webhook.noLog')}</p>;
  return (
    <ul className={cards.list} aria-label={t('connections.webhook.log')}>
      {data.deliveries.map(({ id, event, state, attempts, result, createdAt, dueAt }) => (
        <li key={id} className={cards.facts}>
          <span>{format.moment(createdAt)}</span>
          <code>{event}</code>
          <Tag color={colours[state]}>{t(`connections.webhook.delivery.${state}`)}</Tag>
          {attempts > 0 && <span>{t('connections.webhook.attempts', { count: attempts, result: result ?? '' })}</span>}
          {dueAt !== null && attempts > 0 && <span>{t('connections.webhook.due', { time: format.moment(dueAt) })}</span>}
          {mayResend && (
            <ItemButton
              label={t('connections.webhook.resend')}
              of={`${event} ${format.moment(createdAt)}`}
              onClick={() =>
                void change(() => call(webhooks.resendDelivery, { webhookId, deliveryId: id }), t('connections.webhook.tested'))
              }
            />
          )}
        </li>
      ))}
    </ul>
  );
}
