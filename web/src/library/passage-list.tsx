import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as knowledge, type Version } from '../../../src/knowledge/contract.ts';
import { call } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './library.module.css';

/** The pieces that search finds, in order, each with its place in the document. */
export function PassageList({ versionId }: { readonly versionId: Version['id'] }) {
  const { t } = useTranslation();
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [knowledge.listPassages.id, versionId],
    queryFn: ({ pageParam, signal }) => call(knowledge.listPassages, { versionId, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  if (isPending) return <Loading rows={8} />;
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  const passages = data.pages.flatMap((page) => page.passages);
  if (passages.length === 0) return <Nothing sentence={t('library.noPassages')} />;
  return (
    <>
      <ol className={styles.passages}>
        {passages.map(({ id, headingPath, page, text }) => (
          <li key={id}>
            <p className={styles.fileName}>{[...headingPath, page !== null && t('ask.page', { page })].filter(Boolean).join(' › ')}</p>
            <p className={styles.passage}>{text}</p>
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('states.more')}
        </Button>
      )}
    </>
  );
}
