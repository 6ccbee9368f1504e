// Models: where each stands and what it may receive, the emergency stops that stand, and the policy behind it.
import { useQuery } from '@tanstack/react-query';
import { Button, Tabs } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Model, operations as models } from '../../../src/models/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import { QuotaPanel } from '../quota/quota-panel.tsx';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { AddModelForm } from './add-model-form.tsx';
import { EgressPolicy } from './egress-policy.tsx';
import { LivePanel } from './live-panel.tsx';
import { ModelCard } from './model-card.tsx';
import styles from './models.module.css';
import { SearchPanel } from './search-panel.tsx';
import { StopForm } from './stop-form.tsx';
import { StopList } from './stop-list.tsx';

const zones = ['in-house', 'external'] as const;

export function ModelsPage() {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  return (
    <Page title={t('models.title')} lead={t('models.lead')}>
      <Tabs
        items={[
          { key: 'models', label: t('models.tab.models'), children: <ModelMap /> },
          { key: 'live', label: t('models.tab.live'), children: <LivePanel /> },
          { key: 'search', label: t('models.tab.search'), children: <SearchPanel /> },
          ...(permissions.includes('quotas.read') ? [{ key: 'quotas', label: t('models.tab.quotas'), children: <QuotaPanel /> }] : []),
          { key: 'policy', label: t('models.tab.policy'), children: <EgressPolicy /> },
        ]}
      />
    </Page>
  );
}

function ModelMap() {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  const [isAdding, setAdding] = useState(false);
  const [isStopping, setStopping] = useState(false);
  const { data, error, refetch } = useQuery({ ...queryOf(models.listModels, {}), refetchInterval: 10_000 });
  return (
    <>
      <div className={styles.tools}>
        {permissions.includes('models.manage') && (
          <Button type="primary" onClick={() => setAdding(true)}>
            {t('models.add')}
          </Button>
        )}
        {permissions.includes('models.stop') && (
          <Button danger onClick={() => setStopping(true)}>
            {t('models.stopAll')}
          </Button>
        )}
      </div>
      {isAdding && <AddModelForm onClose={() => setAdding(false)} />}
      {isStopping && <StopForm kind="all" target={null} onClose={() => setStopping(false)} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data && <StopList stops={data.stops} />}
      {data?.models.length === 0 && <Nothing sentence={t('models.none')} />}
      {data && data.models.length > 0 && (
        <div className={styles.zones}>
          {zones.map((zone) => (
            <Zone key={zone} zone={zone} models={data.models.filter((model) => model.zone === zone)} />
          ))}
        </div>
      )}
    </>
  );
}

/** A side of the boundary, with what stands there. */
function Zone({ zone, models: here }: { readonly zone: Model['zone']; readonly models: readonly Model[] }) {
  const { t } = useTranslation();
  const networks = useQuery({ ...queryOf(models.getSiteNetworks, {}), enabled: zone === 'in-house' });
  return (
    <section className={styles.zone} data-zone={zone} aria-label={t(`models.zone.${zone}`)}>
      <h2 className={styles.heading}>{t(`models.zone.${zone}`)}</h2>
      <p className={styles.soft}>{t(`models.zoneHint.${zone}`)}</p>
      {zone === 'in-house' && networks.data && (
        <p className={styles.soft}>{t('models.networks', { networks: networks.data.networks.join(', ') })}</p>
      )}
      {here.length === 0 && <p className={styles.soft}>{t(`models.zoneEmpty.${zone}`)}</p>}
      <ul className={styles.list}>
        {here.map((model) => (
          <ModelCard key={model.id} model={model} />
        ))}
      </ul>
    </section>
  );
}
