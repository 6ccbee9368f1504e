// Every collection with those who are let into all of it.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { rightsOperations } from '../../../src/knowledge/rights-contract.ts';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { CollectionGrants } from './collection-grants.tsx';
import styles from './rights.module.css';

export function CollectionList() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(queryOf(rightsOperations.listCollectionGrants, {}));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={4} />;
  return (
    <div className={styles.panel}>
      <p className={styles.soft}>{t('rights.collectionsLead')}</p>
      {data.collections.length === 0 && <Nothing sentence={t('rights.noCollections')} />}
      {data.collections.map((collection) => (
        <section key={collection.id} className={styles.collection} aria-label={collection.name}>
          <h3>{collection.name}</h3>
          <CollectionGrants collection={collection} grants={collection.grants} />
        </section>
      ))}
    </div>
  );
}
