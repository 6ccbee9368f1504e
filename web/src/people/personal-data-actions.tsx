// What a person's data may be asked for, and that it be erased once they have left.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { prepareRequest } from '../../../src/base/prepare-request.ts';
import { operations as people, type Person } from '../../../src/people/contract.ts';
import { operations as personal } from '../../../src/personal/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useChange } from '../rights/use-change.ts';
import styles from './people.module.css';

export function PersonalDataActions({ person: { id, displayName, state } }: { readonly person: Person }) {
  const { t } = useTranslation();
  const { permissions } = usePerson();
  const [isErasing, setErasing] = useState(false);
  const change = useChange([people.listChanges]);
  if (!permissions.includes('personal-data.export') && (state !== 'left' || !permissions.includes('personal-data.erase'))) return null;
  return (
    <div className={styles.actions}>
      {permissions.includes('personal-data.export') && (
        <Button
          size="small"
          href={prepareRequest(personal.exportPersonData, { personId: id }).url}
          download
          aria-label={t('personal.exportOf', { name: displayName })}
        >
          {t('personal.export')}
        </Button>
      )}
      {state === 'left' && permissions.includes('personal-data.erase') && (
        <Button size="small" danger aria-label={t('personal.eraseOf', { name: displayName })} onClick={() => setErasing(true)}>
          {t('personal.erase')}
        </Button>
      )}
      {isErasing && (
        <ReasonForm
          title={t('personal.eraseOf', { name: displayName })}
          consequence={t('personal.eraseConsequence')}
          confirm={t('rights.propose')}
          label={t('personal.eraseReason')}
          isDanger
          onConfirm={(reason) => change(() => call(personal.proposeErasure, { personId: id, reason }), t('rights.proposed'))}
          onClose={() => setErasing(false)}
        />
      )}
    </div>
  );
}
