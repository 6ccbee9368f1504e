import { useQuery } from '@tanstack/react-query';
import { Alert, Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContainmentKind, type Incident, operations as incidents } from '../../../src/incidents/contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';

interface Properties {
  readonly incidentId: Incident['id'];
  readonly kind: ContainmentKind;
  readonly onClose: () => void;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export function ContainForm({ incidentId, kind, onClose }: Properties) {
  const { t } = useTranslation();
  const [target, setTarget] = useState('');
  const change = useChange([incidents.getIncident, incidents.listIncidents, people.listPeople]);
  const isDocument = kind === 'quarantine-document';
  const found = useQuery({ ...queryOf(people.listPeople, { state: 'active' }), enabled: !isDocument });
  const apply = async () => {
    if (await change(() => call(incidents.contain, { incidentId, kind, target }))) onClose();
  };
  return (
    <Modal
      open
      title={t(`incidents.contain.${kind}`)}
      okText={t('incidents.apply')}
      okButtonProps={{ danger: true, disabled: !uuid.test(target) }}
      onOk={() => void apply()}
      onCancel={onClose}
    >
      <Alert type="warning" showIcon title={t(`incidents.consequence.${kind}`)} style={{ marginBottom: 12 }} />
      {isDocument ? (
        <Input
          value={target}
          onChange={({ target: field }) => setTarget(field.value.trim())}
          placeholder={t('incidents.documentId')}
          aria-label={t('incidents.documentId')}
        />
      ) : (
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: '100%' }}
          loading={found.isPending}
          onChange={setTarget}
          placeholder={t('incidents.choosePerson')}
          aria-label={t('incidents.choosePerson')}
          options={
            found.data?.people.map(({ id, displayName, loginName }) => ({ value: id, label: `${displayName} (${loginName})` })) ?? []
          }
        />
      )}
    </Modal>
  );
}
