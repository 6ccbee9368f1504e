// One's own questions: a panel on a wide screen, a drawer on a narrow one.
import { HistoryOutlined } from '@ant-design/icons';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Button, Drawer, Grid } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operations as answers } from '../../../src/answer/contract.ts';
import { call } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './history.module.css';

export function History({ selected }: { readonly selected: string | null }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const isWide = Grid.useBreakpoint().xl ?? true;
  if (isWide) {
    return (
      <nav className={styles.panel} aria-label={t('history.title')}>
        <h2 className={styles.title}>{t('history.title')}</h2>
        <Questions selected={selected} onChoose={() => undefined} />
      </nav>
    );
  }
  return (
    <>
      <Button className={styles.opener ?? ''} size="small" icon={<HistoryOutlined />} onClick={() => setOpen(true)}>
        {t('history.title')}
      </Button>
      <Drawer open={isOpen} onClose={() => setOpen(false)} title={t('history.title')} placement="left" size={320}>
        <Questions selected={selected} onChoose={() => setOpen(false)} />
      </Drawer>
    </>
  );
}

function Questions({ selected, onChoose }: { readonly selected: string | null; readonly onChoose: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, isPending, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useRuns();
  if (isPending) return <Loading />;
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  const runs = data.pages.flatMap((page) => page.runs);
  if (runs.length === 0) return <p className={styles.empty}>{t('history.empty')}</p>;
  return (
    <>
      <ul>
        {runs.map(({ id, question, outcome, askedAt }) => (
          <li key={id} className={styles.item}>
            <Link className={styles.run} to={`/?run=${id}`} aria-current={id === selected ? 'page' : undefined} onClick={onChoose}>
              <span className={styles.question}>{question}</span>
              <span className={styles.meta}>
                {outcome === null ? t('history.unfinished') : t(`ask.outcome.${outcome}`)} · {format.moment(askedAt)}
              </span>
            </Link>
            <Link className={styles.steps} to={`/runs/${id}`} aria-label={t('runs.seeOf', { question })} onClick={onChoose}>
              {t('runs.steps')}
            </Link>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <Button type="link" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('states.more')}
        </Button>
      )}
    </>
  );
}

function useRuns() {
  return useInfiniteQuery({
    queryKey: [answers.listRuns.id],
    queryFn: ({ pageParam, signal }) => call(answers.listRuns, { cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
}
