import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Incident, operations as incidents } from '../../../src/incidents/contract.ts';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useChange } from '../rights/use-change.ts';

/** Resolving, closing and opening again, each with a reason. */
export function MoveForm({ incident: { id, state } }: { readonly incident: Incident }) {
  const { t } = useTranslation();
  const [to, setTo] = useState<'resolved' | 'closed' | 'open'>();
  const change = useChange([incidents.getIncident, incidents.listIncidents]);
  const ways = state === 'resolved' ? (['closed', 'open'] as const) : (['resolved'] as const);
  return (
    <>
      {ways.map((way) => (
        <Button key={way} onClick={() => setTo(way)}>
          {t(`incidents.move.${way}`)}
        </Button>
      ))}
      {to && (
        <ReasonForm
          title={t(`incidents.move.${to}`)}
          label={t('incidents.moveReason')}
          onConfirm={(reason) => change(() => call(incidents.moveIncident, { incidentId: id, to, reason }))}
          onClose={() => setTo(undefined)}
        />
      )}
    </>
  );
}
