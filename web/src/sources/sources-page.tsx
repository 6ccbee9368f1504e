// Sources: folders of the server and buckets that the library follows, with how far each is.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operations as sources } from '../../../src/sources/contract.ts';
import { queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import cards from '../frame/cards.module.css';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { AddSource } from './add-source.tsx';
import { SourceCard } from './source-card.tsx';

const refreshMs = 5_000;

export function SourcesPage() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery({ ...queryOf(sources.listSources, {}), refetchInterval: refreshMs });
  const places = data ? [...data.folders, ...data.buckets] : [];
  return (
    <Page title={t('sources.title')} lead={t('sources.lead')}>
      <Link to="/library">{t('documents.toLibrary')}</Link>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {places.length > 0 && <AddSource places={places} />}
      {data && places.length === 0 && <Nothing sentence={t('sources.noFolders')} />}
      {data && places.length > 0 && data.sources.length === 0 && <Nothing sentence={t('sources.none')} />}
      {data && data.sources.length > 0 && (
        <ul className={cards.list}>
          {data.sources.map((source) => (
            <SourceCard key={source.id} source={source} />
          ))}
        </ul>
      )}
    </Page>
  );
}
