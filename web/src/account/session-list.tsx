// Where I am signed in, with a way to end each.
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as signIn, type Session } from '../../../src/sign-in/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './account.module.css';

const sessionsQuery = queryOf(signIn.listSessions, {});

export function SessionList() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(sessionsQuery);
  const [failure, setFailure] = useState<unknown>();
  const end = (work: () => Promise<unknown>) => {
    setFailure(undefined);
    return work().then(() => queries.invalidateQueries({ queryKey: sessionsQuery.queryKey }), setFailure);
  };
  return (
    <section className={styles.panel} aria-labelledby="my-sessions">
      <h2 id="my-sessions">{t('account.sessions')}</h2>
      <p className={styles.hint}>{t('account.sessionsLead')}</p>
      {failure !== undefined && <Fault error={failure} />}
      {isPending && <Loading rows={2} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {data && (
        <ul className={styles.sessions}>
          {data.sessions.map((session) => (
            <SessionRow
              key={session.id}
              session={session}
              onEnd={() => void end(() => call(signIn.endSession, { sessionId: session.id }))}
            />
          ))}
        </ul>
      )}
      {data && data.sessions.length > 1 && (
        <Button onClick={() => void end(() => call(signIn.endOtherSessions, {}))}>{t('account.endOthers')}</Button>
      )}
    </section>
  );
}

function SessionRow({ session, onEnd }: { readonly session: Session; readonly onEnd: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const device = session.device || t('account.unknownDevice');
  return (
    <li className={styles.session}>
      <div>
        <strong>{device}</strong> {session.isThisOne && <Tag color="success">{t('account.thisSession')}</Tag>}
        <p>
          {t('account.sessionFacts', {
            address: session.address === 'in-process' ? t('account.thisMachine') : session.address,
            started: format.moment(session.startedAt),
            seen: format.moment(session.seenAt),
          })}
        </p>
      </div>
      {!session.isThisOne && (
        <Button size="small" danger aria-label={t('account.endSessionOf', { device })} onClick={onEnd}>
          {t('account.endSession')}
        </Button>
      )}
    </li>
  );
}
