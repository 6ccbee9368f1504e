// Legal holds: what is kept longer, why, by whom, since when.
import { useQuery } from '@tanstack/react-query';
import { Button, Segmented, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as people } from '../../../src/people/contract.ts';
import { type Hold, operations as retention } from '../../../src/retention/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call, queryOf } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { HoldForm } from './hold-form.tsx';
import styles from './security.module.css';

export function HoldList() {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('retention.manage');
  const [which, setWhich] = useState<'standing' | 'all'>('standing');
  const [isPlacing, setPlacing] = useState(false);
  const { data, error, refetch } = useQuery(queryOf(retention.listHolds, { which }));
  return (
    <div className={styles.main}>
      <p className={styles.soft}>{t('holds.lead')}</p>
      <div className={styles.tools}>
        <Segmented
          value={which}
          onChange={setWhich}
          options={(['standing', 'all'] as const).map((value) => ({ value, label: t(`holds.which.${value}`) }))}
        />
        {mayManage && (
          <Button type="primary" onClick={() => setPlacing(true)}>
            {t('holds.place')}
          </Button>
        )}
      </div>
      {isPlacing && <HoldForm onClose={() => setPlacing(false)} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={3} />}
      {data?.holds.length === 0 && <Nothing sentence={t(`holds.none.${which}`)} />}
      <ul className={styles.cards}>
        {data?.holds.map((hold) => (
          <HoldCard key={hold.id} hold={hold} mayLift={mayManage} />
        ))}
      </ul>
    </div>
  );
}

function HoldCard({ hold, mayLift }: { readonly hold: Hold; readonly mayLift: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mode } = usePerson();
  const [isLifting, setLifting] = useState(false);
  const change = useChange([retention.listHolds, retention.getRetention, people.listChanges]);
  const { id, kind, name, target, from, until, reason, placedAt, placedBy, liftedAt } = hold;
  const span = `${from ? format.instant(from) : ''} – ${until ? format.instant(until) : t('holds.open')}`;
  return (
    <li className={styles.card}>
      <div className={styles.about}>
        <Tag color={liftedAt ? 'default' : 'warning'}>{t(liftedAt ? 'holds.lifted' : 'holds.standing')}</Tag>
        <Tag>{t(`holds.kind.${kind}`)}</Tag>
        <strong className={styles.name}>{kind === 'span' ? span : (name ?? target)}</strong>
        <p className={styles.reason}>{reason}</p>
        <div className={styles.soft}>
          {t('holds.placed', { name: placedBy, time: format.instant(placedAt) })}
          {liftedAt && ` · ${t('holds.liftedAt', { time: format.instant(liftedAt) })}`}
        </div>
      </div>
      {mayLift && !liftedAt && (
        <Button size="small" onClick={() => setLifting(true)}>
          {t('holds.lift')}
        </Button>
      )}
      {isLifting && (
        <ReasonForm
          title={t('holds.lift')}
          consequence={t('holds.liftConsequence')}
          label={t('holds.liftReason')}
          onConfirm={(why) =>
            change(
              () => call(retention.proposeHoldLift, { holdId: id, reason: why }),
              t(mode === 'solo' ? 'holds.lifted' : 'holds.liftProposed'),
            )
          }
          onClose={() => setLifting(false)}
        />
      )}
    </li>
  );
}
