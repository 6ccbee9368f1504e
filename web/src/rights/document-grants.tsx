// Who is let into this one document.
import { useTranslation } from 'react-i18next';
import type { Document } from '../../../src/knowledge/contract.ts';
import { type NamedGrant, rightsOperations } from '../../../src/knowledge/rights-contract.ts';
import { call } from '../api/call.ts';
import { GrantEditor } from './grant-editor.tsx';
import { useChange } from './use-change.ts';

export function DocumentGrants({ document, grants }: { readonly document: Document; readonly grants: readonly NamedGrant[] }) {
  const { t } = useTranslation();
  const change = useChange([rightsOperations.getDocumentRights]);
  return (
    <section aria-labelledby="grants">
      <h3 id="grants">{t('rights.grants')}</h3>
      <GrantEditor
        grants={grants.filter(({ of }) => of === 'document')}
        onSave={(next) => change(() => call(rightsOperations.setDocumentGrants, { documentId: document.id, grants: [...next] }))}
      />
    </section>
  );
}
