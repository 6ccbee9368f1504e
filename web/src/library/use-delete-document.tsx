// Deleting is done at once and can be undone: nobody is asked whether they are sure.
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Document, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { call } from '../api/call.ts';
import { useLibraryChange } from './use-documents.ts';

const undoSeconds = 12;

export function useDeleteDocument(): (document: Document) => Promise<void> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useLibraryChange();
  return async ({ id, title }) => {
    const key = `deleted ${id}`;
    const undo = async () => {
      message.destroy(key);
      if (await change(() => call(knowledge.restoreDocument, { documentId: id }))) message.success(t('library.restored', { title }));
    };
    if (!(await change(() => call(knowledge.deleteDocument, { documentId: id })))) return;
    const content = (
      <>
        {t('library.deleted', { title })}{' '}
        <Button type="link" size="small" onClick={() => void undo()}>
          {t('library.undo')}
        </Button>
      </>
    );
    message.open({ key, type: 'info', duration: undoSeconds, content });
  };
}
