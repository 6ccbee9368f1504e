// Opens a document that waits for its password. What is typed is sent and nowhere kept on the page.
import { useTranslation } from 'react-i18next';
import type { Document } from '../../../src/knowledge/contract.ts';
import { asksForPassword, passwordOperations } from '../../../src/knowledge/password-contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { FilePasswordForm } from './file-password-form.tsx';
import styles from './library.module.css';
import { useLibraryChange } from './use-documents.ts';

/** Nothing where the document does not wait for one, or the reader is no editor. */
export function UnlockForm({ document: { id, title, latest } }: { readonly document: Document }) {
  const { t } = useTranslation();
  const change = useLibraryChange();
  const mayWrite = usePerson().permissions.includes('documents.write');
  if (!mayWrite || !asksForPassword(latest)) return null;
  return (
    <FilePasswordForm
      title={title}
      onPassword={(password) => change(() => call(passwordOperations.giveDocumentPassword, { documentId: id, password }))}
    >
      {latest.state === 'ready' && <span className={styles.reason}>{t('library.lockedInside')}</span>}
    </FilePasswordForm>
  );
}
