// Search: the library's own words, best first, with the reason for each hit and its source beside it.
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { operations as knowledge } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { Page } from '../frame/page.tsx';
import { Beside } from '../source/beside.tsx';
import { useOpenSource } from '../source/source-place.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { fieldsOf, type SearchFields, searchInput, withFields } from './search-address.ts';
import { SearchForm } from './search-form.tsx';
import { SearchHits } from './search-hits.tsx';

const moreHits = '50';

export function SearchPage() {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const fields = fieldsOf(address);
  const input = searchInput(fields);
  const source = useOpenSource();
  const change = (changes: SearchFields) => setAddress(withFields(fields, changes));
  const search = useQuery({
    ...queryOf(knowledge.searchPassages, input ?? { query: '' }),
    enabled: input !== undefined,
    placeholderData: keepPreviousData,
  });
  return (
    <Beside source={source}>
      <Page title={t('search.title')} lead={t('search.lead')}>
        <SearchForm fields={fields} isSearching={search.isFetching} onChange={change} />
        {!input && <Nothing sentence={t('search.begin')} />}
        {input && search.isPending && <Loading rows={8} />}
        {search.isError && <Fault error={search.error} onRetry={() => void search.refetch()} />}
        {input && search.data && search.data.hits.length === 0 && <Nothing sentence={t('search.none')} />}
        {input && search.data && search.data.hits.length > 0 && <SearchHits result={search.data} onOpen={source.open} />}
        {input && fields.limit !== moreHits && search.data && search.data.hits.length >= 10 && (
          <Button onClick={() => change({ limit: moreHits })}>{t('search.more')}</Button>
        )}
      </Page>
    </Beside>
  );
}
