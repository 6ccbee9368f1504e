// What was done to contain an incident, and doing more: each says what it leads to before it is done.
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  type Containment,
  type ContainmentKind,
  containmentKindSchema,
  type IncidentDetail,
  operations as incidents,
} from '../../../src/incidents/contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { ContainForm } from './contain-form.tsx';
import styles from './incidents.module.css';

export function Containments({ detail: { incident, containments } }: { readonly detail: IncidentDetail }) {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('incidents.manage');
  const [kind, setKind] = useState<ContainmentKind>();
  return (
    <section aria-labelledby="containment">
      <h2 id="containment" className={styles.heading}>
        {t('incidents.containTitle')}
      </h2>
      <p className={styles.soft}>{t('incidents.containLead')}</p>
      {mayManage && incident.state !== 'closed' && (
        <div className={styles.tools}>
          {containmentKindSchema.options.map((one) => (
            <Button key={one} danger onClick={() => setKind(one)}>
              {t(`incidents.contain.${one}`)}
            </Button>
          ))}
        </div>
      )}
      {kind && <ContainForm incidentId={incident.id} kind={kind} onClose={() => setKind(undefined)} />}
      {containments.length === 0 && <p>{t('incidents.noContainment')}</p>}
      <ul className={styles.list}>
        {containments.map((one) => (
          <Standing key={one.id} containment={one} mayLift={mayManage} />
        ))}
      </ul>
    </section>
  );
}

/** What is done once leaves nothing that stands. */
const isOnce: ReadonlySet<ContainmentKind> = new Set(['end-sessions', 'revoke-api-key']);

function Standing({ containment: one, mayLift }: { readonly containment: Containment; readonly mayLift: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { mode } = usePerson();
  const [isLifting, setLifting] = useState(false);
  const change = useChange([incidents.getIncident, people.listChanges]);
  const state = one.isStanding ? 'standing' : isOnce.has(one.kind) ? 'done' : 'lifted';
  return (
    <li className={styles.card}>
      <Tag color={one.isStanding ? 'warning' : 'default'}>{t(`incidents.${state}`)}</Tag>
      <strong>{t(`incidents.contain.${one.kind}`)}</strong> <span className={styles.text}>{one.about?.name}</span>
      {(one.about?.grade ?? one.about?.department) && (
        <p className={styles.soft}>
          {one.about?.grade && <GradeTag grade={one.about.grade} />} {one.about?.department}
        </p>
      )}
      <div>
        <code className={styles.id}>{one.target}</code>
      </div>
      <p className={styles.soft}>{`${one.placedBy} · ${format.instant(one.placedAt)}`}</p>
      {one.isStanding && mayLift && (
        <Button size="small" className={styles.lift ?? ''} onClick={() => setLifting(true)}>
          {t('incidents.lift')}
        </Button>
      )}
      {isLifting && (
        <ReasonForm
          title={t('incidents.lift')}
          label={t('incidents.liftReason')}
          onConfirm={(reason) =>
            change(
              () => call(incidents.proposeLift, { containmentId: one.id, reason }),
              t(mode === 'solo' ? 'incidents.lifted' : 'incidents.liftProposed'),
            )
          }
          onClose={() => setLifting(false)}
        />
      )}
    </li>
  );
}
