import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type ContainmentKind, type Incident, operations as incidents } from '../../../src/incidents/contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { DocumentPicker } from '../library/document-picker.tsx';
import { KeyPicker } from '../people/key-picker.tsx';
import { PersonPicker } from '../people/person-picker.tsx';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { useChange } from '../rights/use-change.ts';

interface Properties {
  readonly incidentId: Incident['id'];
  readonly kind: ContainmentKind;
  readonly onClose: () => void;
}

export function ContainForm({ incidentId, kind, onClose }: Properties) {
  const { t } = useTranslation();
  const [target, setTarget] = useState('');
  const change = useChange([incidents.getIncident, incidents.listIncidents, people.listPeople, signIn.listApiKeys]);
  return (
    <ReasonForm
      title={t(`incidents.contain.${kind}`)}
      consequence={t(`incidents.consequence.${kind}`)}
      confirm={t('incidents.apply')}
      isDanger
      isReady={target !== ''}
      onConfirm={() => change(() => call(incidents.contain, { incidentId, kind, target }))}
      onClose={onClose}
    >
      {kind === 'quarantine-document' && <DocumentPicker onPick={setTarget} />}
      {kind === 'revoke-api-key' && <KeyPicker onPick={setTarget} />}
      {(kind === 'end-sessions' || kind === 'suspend-person') && <PersonPicker state="active" onPick={setTarget} />}
    </ReasonForm>
  );
}
