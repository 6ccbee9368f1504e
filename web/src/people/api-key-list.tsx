// API keys: who asks by program, for which scenario, until when; made here, shown once, ended at once.
import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ApiKey, operations as signIn } from '../../../src/sign-in/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call, queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { ApiKeyForm } from './api-key-form.tsx';
import styles from './people.module.css';

const colours = { valid: 'success', expired: 'default', revoked: 'default' } as const;

export function ApiKeyList() {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('api-keys.manage');
  const [isMaking, setMaking] = useState(false);
  const { data, error, refetch } = useQuery(queryOf(signIn.listApiKeys, {}));
  return (
    <div className={styles.main}>
      <p className={styles.soft}>{t(mayManage ? 'keys.lead' : 'keys.leadOthers')}</p>
      {mayManage && (
        <div className={styles.actions}>
          <Button type="primary" onClick={() => setMaking(true)}>
            {t('keys.create')}
          </Button>
        </div>
      )}
      {isMaking && <ApiKeyForm onClose={() => setMaking(false)} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={3} />}
      {data?.keys.length === 0 && <Nothing sentence={t('keys.none')} />}
      <ul className={styles.cards}>
        {data?.keys.map((key) => (
          <KeyCard key={key.id} apiKey={key} mayManage={mayManage} />
        ))}
      </ul>
    </div>
  );
}

function KeyCard({ apiKey, mayManage }: { readonly apiKey: ApiKey; readonly mayManage: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChange([signIn.listApiKeys]);
  const { id, name, scenario, department, createdBy, createdAt, expiresAt, usedAt, state } = apiKey;
  return (
    <li className={styles.card} data-left={state !== 'valid'}>
      <div className={styles.who}>
        <strong>{name}</strong> <Tag color={colours[state]}>{t(`keys.state.${state}`)}</Tag>
        <div className={styles.soft}>
          {t('keys.scope', { scenario, department: department ?? t('keys.publicOnly') })} ·{' '}
          {t('keys.until', { time: format.moment(expiresAt) })}
        </div>
        <div className={styles.soft}>
          {t('keys.made', { name: createdBy, time: format.moment(createdAt) })} ·{' '}
          {usedAt ? t('keys.used', { time: format.moment(usedAt) }) : t('keys.unused')}
        </div>
      </div>
      {mayManage && state === 'valid' && (
        <Popconfirm
          title={t('keys.revokeSure', { name })}
          onConfirm={() => void change(() => call(signIn.revokeApiKey, { keyId: id }), t('keys.revoked'))}
        >
          <Button size="small" danger aria-label={t('keys.revokeOf', { name })}>
            {t('keys.revoke')}
          </Button>
        </Popconfirm>
      )}
    </li>
  );
}
