// Everything about one document: its versions and what reading them took, its passages, its properties.
import { useQuery } from '@tanstack/react-query';
import { Drawer, Tabs } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Document, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { RightsPanel } from '../rights/rights-panel.tsx';
import type { SourcePlace } from '../source/source-place.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { isPending, pendingRefreshMs } from './document-state.ts';
import { EditForm } from './edit-form.tsx';
import { PassageList } from './passage-list.tsx';
import { VersionList } from './version-list.tsx';

interface Properties {
  readonly documentId: Document['id'] | undefined;
  readonly onClose: () => void;
  readonly onOpenSource: (place: SourcePlace) => void;
}

export function DocumentDrawer({ documentId, onClose, onOpenSource }: Properties) {
  return (
    <Drawer
      open={documentId !== undefined}
      onClose={onClose}
      size="min(640px, 100vw)"
      destroyOnHidden
      title={documentId && <DrawerTitle documentId={documentId} />}
    >
      {documentId && <Details documentId={documentId} onOpenSource={onOpenSource} />}
    </Drawer>
  );
}

function useDocument(documentId: Document['id']) {
  return useQuery({
    ...queryOf(knowledge.getDocument, { documentId }),
    refetchInterval: ({ state }) => (state.data && isPending(state.data.document) ? pendingRefreshMs : false),
  });
}

function DrawerTitle({ documentId }: { readonly documentId: Document['id'] }) {
  const { t } = useTranslation();
  return useDocument(documentId).data?.document.title ?? t('states.loading');
}

function Details({
  documentId,
  onOpenSource,
}: {
  readonly documentId: Document['id'];
  readonly onOpenSource: (place: SourcePlace) => void;
}) {
  const { t } = useTranslation();
  const { data, error, refetch } = useDocument(documentId);
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={8} />;
  const { document, versions } = data;
  const read = (versionId: Document['latest']['id']) => onOpenSource({ versionId, title: document.title, start: 0, end: 0, origin: [] });
  return (
    <Tabs
      items={[
        { key: 'versions', label: t('library.tabs.versions'), children: <VersionList versions={versions} onRead={read} /> },
        { key: 'passages', label: t('library.tabs.passages'), children: <PassageList versionId={document.latest.id} /> },
        { key: 'rights', label: t('rights.tab'), children: <RightsPanel document={document} /> },
        { key: 'edit', label: t('library.tabs.edit'), children: <EditForm document={document} /> },
      ]}
    />
  );
}
