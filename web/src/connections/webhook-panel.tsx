// Webhooks: what is told to which other systems, and whether it arrives.
import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as webhooks } from '../../../src/webhooks/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import cards from '../frame/cards.module.css';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './connections.module.css';
import { WebhookCard } from './webhook-card.tsx';
import { WebhookForm } from './webhook-form.tsx';

export function WebhookPanel() {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('connections.manage');
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery({ ...queryOf(webhooks.listWebhooks, {}), refetchInterval: 10_000 });
  return (
    <div className={styles.panel}>
      <p className={cards.facts}>{t('connections.webhook.lead')}</p>
      {mayManage && data && (
        <Button type="primary" className={styles.add ?? ''} onClick={() => setAdding(true)}>
          {t('connections.webhook.add')}
        </Button>
      )}
      {isAdding && data && <WebhookForm scenarios={data.scenarios} webhook={undefined} onClose={() => setAdding(false)} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data?.webhooks.length === 0 && <Nothing sentence={t('connections.webhook.none')} />}
      <ul className={cards.list} aria-label={t('connections.tab.webhooks')}>
        {data?.webhooks.map((webhook) => (
          <WebhookCard key={webhook.id} webhook={webhook} scenarios={data.scenarios} mayManage={mayManage} />
        ))}
      </ul>
    </div>
  );
}
