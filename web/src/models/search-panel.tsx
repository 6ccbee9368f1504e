// The models that search uses: which ones, how far the vectors of passages have come, and their choice.
import { useQuery } from '@tanstack/react-query';
import { Alert, Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as searchModels, type SearchModelsView } from '../../../src/knowledge/search-models-contract.ts';
import { operations as models } from '../../../src/models/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Fact } from '../frame/fact.tsx';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './models.module.css';
import { SearchModelsForm } from './search-models-form.tsx';

const refreshMs = 2_000;

export function SearchPanel() {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('models.manage');
  const { data, error, refetch } = useQuery({ ...queryOf(searchModels.getSearchModels, {}), refetchInterval: refreshMs });
  const registered = useQuery(queryOf(models.listModels, {}));
  return (
    <>
      <p className={styles.soft}>{t('models.search.lead')}</p>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data && <InUse shown={data} />}
      {data?.progress && <Vectors progress={data.progress} />}
      {data && mayManage && registered.data && <SearchModelsForm shown={data} models={registered.data.models} />}
    </>
  );
}

function InUse({ shown: { embedding, rerank, searchedModel } }: { readonly shown: SearchModelsView }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <section className={styles.card} aria-label={t('models.search.inUse')}>
      <h2 className={styles.heading}>{t('models.search.inUse')}</h2>
      <dl>
        <Fact name={t('models.search.embedding')}>
          {embedding
            ? t('models.search.embeddingOf', { name: embedding.model, dimension: format.number(embedding.dimension) })
            : t('models.search.wordsAlone')}
        </Fact>
        <Fact name={t('models.search.rerank')}>{rerank ?? t('models.search.none')}</Fact>
        {embedding && searchedModel !== embedding.model && (
          <Fact name={t('models.search.meanwhile')}>{searchedModel ?? t('models.search.wordsAlone')}</Fact>
        )}
      </dl>
    </section>
  );
}

function Vectors({ progress }: { readonly progress: NonNullable<SearchModelsView['progress']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { startedAt, completedAt, total, done, notAllowed, failed, waitingFor, retryAt, secondsLeft } = progress;
  const due = total - notAllowed;
  const percent = due === 0 ? 100 : Math.floor(((done + failed) / due) * 100);
  const number = (count: number) => format.number(count);
  return (
    <section className={styles.card} aria-label={t('models.search.vectors')} style={{ marginTop: 12 }}>
      <h2 className={styles.heading}>{t('models.search.vectors')}</h2>
      <Progress
        percent={percent}
        status={waitingFor ? 'exception' : percent === 100 ? 'success' : 'active'}
        aria-label={t('models.search.vectors')}
      />
      {waitingFor && (
        <Alert
          type="warning"
          showIcon
          title={t(`models.search.wait.${waitingFor}`)}
          description={retryAt && t('models.search.retry', { time: format.clock(retryAt) })}
        />
      )}
      <dl>
        <Fact name={t('models.search.done')}>{t('models.search.of', { count: number(done), total: number(total) })}</Fact>
        <Fact name={t('models.search.notAllowed')}>{number(notAllowed)}</Fact>
        <Fact name={t('models.search.failed')}>{number(failed)}</Fact>
        <Fact name={t('models.search.started')}>{format.instant(startedAt)}</Fact>
        {completedAt ? (
          <Fact name={t('models.search.completed')}>{format.instant(completedAt)}</Fact>
        ) : (
          secondsLeft !== null && <Fact name={t('models.search.left')}>{format.duration(secondsLeft * 1_000)}</Fact>
        )}
      </dl>
    </section>
  );
}
