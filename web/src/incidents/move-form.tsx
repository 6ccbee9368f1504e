import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Incident, operations as incidents } from '../../../src/incidents/contract.ts';
import { call } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';

/** Resolving, closing and opening again, each with a reason. */
export function MoveForm({ incident: { id, state } }: { readonly incident: Incident }) {
  const { t } = useTranslation();
  const [to, setTo] = useState<'resolved' | 'closed' | 'open'>();
  const [reason, setReason] = useState('');
  const change = useChange([incidents.getIncident, incidents.listIncidents]);
  const ways = state === 'resolved' ? (['closed', 'open'] as const) : (['resolved'] as const);
  const move = async () => {
    if (!to || !(await change(() => call(incidents.moveIncident, { incidentId: id, to, reason })))) return;
    setTo(undefined);
    setReason('');
  };
  return (
    <>
      {ways.map((way) => (
        <Button key={way} onClick={() => setTo(way)}>
          {t(`incidents.move.${way}`)}
        </Button>
      ))}
      {to && (
        <Modal
          open
          title={t(`incidents.move.${to}`)}
          okText={t(`incidents.move.${to}`)}
          okButtonProps={{ disabled: reason.trim() === '' }}
          onOk={() => void move()}
          onCancel={() => setTo(undefined)}
        >
          <Input.TextArea
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            rows={3}
            maxLength={2000}
            aria-label={t('incidents.moveReason')}
            placeholder={t('incidents.moveReason')}
          />
        </Modal>
      )}
    </>
  );
}
