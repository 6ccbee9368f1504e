// A model as it is declared, with what can be done about it.
import { Button, Popconfirm, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Model, operations as models } from '../../../src/models/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { Fact } from '../frame/fact.tsx';
import { useChange } from '../rights/use-change.ts';
import { GradeLadder } from './grade-ladder.tsx';
import { KeyForm } from './key-form.tsx';
import styles from './models.module.css';
import { StopForm } from './stop-form.tsx';
import { TestForm } from './test-form.tsx';

const colours = { active: 'success', waiting: 'warning', stopped: 'error' } as const;

export function ModelCard({ model }: { readonly model: Model }) {
  const { t } = useTranslation();
  const { name, state, location, url, upstreamName, maxGrade, hasKey, contextTokens, prices } = model;
  const [price] = prices;
  return (
    <li className={styles.card}>
      <div className={styles.name}>
        <strong>{name}</strong> <Tag color={colours[state]}>{t(`models.state.${state}`)}</Tag>
        {location === 'overseas' && <Tag color="warning">{t('models.location.overseas')}</Tag>}
      </div>
      <GradeLadder highest={maxGrade} />
      <p className={styles.address}>
        {url} · {upstreamName}
      </p>
      <Fact name={t('models.key')}>{t(hasKey ? 'models.keySet' : 'models.keyMissing')}</Fact>
      <Fact name={t('models.context')}>{contextTokens === null ? t('models.unknown') : t('models.tokens', { count: contextTokens })}</Fact>
      <Fact name={t('models.price')}>
        {price ? t('models.priceWords', { input: price.input / 1_000_000, output: price.output / 1_000_000 }) : t('models.unknown')}
      </Fact>
      <ModelActions model={model} />
    </li>
  );
}

function ModelActions({ model: { name, state } }: { readonly model: Model }) {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  const [open, setOpen] = useState<'test' | 'key' | 'stop'>();
  const change = useChange([models.listModels]);
  const close = () => setOpen(undefined);
  return (
    <div className={styles.actions}>
      {permissions.includes('models.manage') && (
        <>
          <Button size="small" disabled={state === 'waiting'} onClick={() => setOpen('test')}>
            {t('models.test')}
          </Button>
          <Button size="small" onClick={() => setOpen('key')}>
            {t('models.setKey')}
          </Button>
          <Popconfirm
            title={t('models.removeSure', { name })}
            onConfirm={() => void change(() => call(models.removeModel, { name }), t('models.removed'))}
          >
            <Button size="small" aria-label={t('models.removeOf', { name })}>
              {t('models.remove')}
            </Button>
          </Popconfirm>
        </>
      )}
      {permissions.includes('models.stop') && state === 'active' && (
        <Button size="small" danger aria-label={t('models.stopOf', { name })} onClick={() => setOpen('stop')}>
          {t('models.stop')}
        </Button>
      )}
      {open === 'test' && <TestForm name={name} onClose={close} />}
      {open === 'key' && <KeyForm name={name} onClose={close} />}
      {open === 'stop' && <StopForm kind="model" target={name} onClose={close} />}
    </div>
  );
}
