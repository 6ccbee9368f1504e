// Who is let into every document of a collection; given and taken back with a reason.
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Grant } from '../../../src/base/grant.ts';
import type { CollectionId } from '../../../src/base/ids.ts';
import { type NamedGrant, rightsOperations } from '../../../src/knowledge/rights-contract.ts';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { GrantEditor } from './grant-editor.tsx';
import { useChange } from './use-change.ts';

interface Properties {
  readonly collection: { readonly id: CollectionId; readonly name: string };
  readonly grants: readonly NamedGrant[];
}

export function CollectionGrants({ collection: { id, name }, grants }: Properties) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<{ readonly next: readonly Grant[]; readonly answer: (isDone: boolean) => void }>();
  const change = useChange([
    rightsOperations.listCollectionGrants,
    rightsOperations.listRights,
    rightsOperations.getClassReaders,
    rightsOperations.getDocumentRights,
  ]);
  const finish = (isDone: boolean) => {
    asked?.answer(isDone);
    setAsked(undefined);
  };
  return (
    <>
      <GrantEditor grants={grants} onSave={(next) => new Promise((answer) => setAsked({ next, answer }))} />
      {asked && (
        <ReasonForm
          title={t(asked.next.length > grants.length ? 'rights.giveOn' : 'rights.takeBackOn', { collection: name })}
          consequence={t('rights.collectionConsequence')}
          label={t('rights.reason')}
          onConfirm={async (reason) => {
            const isDone = await change(() =>
              call(rightsOperations.setCollectionGrants, { collectionId: id, grants: [...asked.next], reason }),
            );
            if (isDone) finish(true);
            return isDone;
          }}
          onClose={() => finish(false)}
        />
      )}
    </>
  );
}
