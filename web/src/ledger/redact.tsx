// Erasing the texts beside the records about what this one is about: proposed here, decided by a security officer.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LedgerRecord, operations as ledger } from '../../../src/ledger/contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { operations as retention } from '../../../src/retention/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useChange } from '../rights/use-change.ts';

export function Redact({ record: { subject, actor } }: { readonly record: LedgerRecord }) {
  const { t } = useTranslation();
  const { mode } = usePerson();
  const [isAsking, setAsking] = useState(false);
  const change = useChange([ledger.getRecord, ledger.listRecords, people.listChanges]);
  const about = subject ?? actor;
  return (
    <div>
      <Button size="small" danger onClick={() => setAsking(true)}>
        {t('ledger.redact')}
      </Button>
      {isAsking && (
        <ReasonForm
          title={t('ledger.redact')}
          consequence={t('ledger.redactConsequence')}
          label={t('ledger.redactReason')}
          isDanger
          onConfirm={(reason) =>
            change(
              () => call(retention.proposeRedaction, { subject: about, reason }),
              t(mode === 'solo' ? 'ledger.redacted' : 'ledger.redactProposed'),
            )
          }
          onClose={() => setAsking(false)}
        >
          <code>{`${about.kind}:${about.id}`}</code>
        </ReasonForm>
      )}
    </div>
  );
}
