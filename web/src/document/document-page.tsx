// Everything about one document: its versions and what reading them took, its elements, its passages, who may see it, its properties.
import { useQuery } from '@tanstack/react-query';
import { Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams, useSearchParams } from 'react-router';
import { type Document, documentSchema, operations as knowledge, type Version } from '../../../src/knowledge/contract.ts';
import { queryOf } from '../api/call.ts';
import { Problem } from '../api/problem.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { ValidityDates, ValidityTag } from '../evidence/validity-tag.tsx';
import pageStyles from '../frame/page.module.css';
import { isPending, pendingRefreshMs } from '../library/document-state.ts';
import { EditForm } from '../library/edit-form.tsx';
import { PassageList } from '../library/passage-list.tsx';
import { UnlockForm } from '../library/unlock-form.tsx';
import { VersionList } from '../library/version-list.tsx';
import { RightsPanel } from '../rights/rights-panel.tsx';
import { Beside } from '../source/beside.tsx';
import { type SourcePlace, useOpenSource } from '../source/source-place.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { PageMissing } from '../states/page-missing.tsx';
import { ComparePanel } from './compare-panel.tsx';
import styles from './document.module.css';
import { ElementsPanel } from './elements-panel.tsx';
import { ValidityPanel } from './validity-panel.tsx';

export function DocumentPage() {
  const { documentId } = useParams();
  const id = documentSchema.shape.id.safeParse(documentId);
  return id.success ? <KnownDocument key={id.data} documentId={id.data} /> : <PageMissing />;
}

function KnownDocument({ documentId }: { readonly documentId: Document['id'] }) {
  const source = useOpenSource();
  const {
    data,
    error,
    isPending: isLoading,
    refetch,
  } = useQuery({
    ...queryOf(knowledge.getDocument, { documentId }),
    refetchInterval: ({ state }) => (state.data && isPending(state.data.document) ? pendingRefreshMs : false),
  });
  if (error instanceof Problem && error.code === 'not-found') return <PageMissing />;
  return (
    <Beside source={source}>
      <div className={pageStyles.page}>
        {error && <Fault error={error} onRetry={() => void refetch()} />}
        {isLoading && <Loading rows={8} />}
        {data && <Header document={data.document} />}
        {data && <UnlockForm document={data.document} />}
        {data && <Details {...data} onOpenSource={source.open} />}
      </div>
    </Beside>
  );
}

function Header({ document }: { readonly document: Document }) {
  const { t } = useTranslation();
  const { title, name, collection, department, grade, latest } = document;
  return (
    <header>
      <Link to="/library">{t('documents.toLibrary')}</Link>
      <h1 className={pageStyles.title}>{title}</h1>
      <p className={styles.facts}>
        <GradeTag grade={grade} />
        {latest.state === 'ready' && <ValidityTag version={latest} />}
        {latest.documentNumber && <span>{latest.documentNumber}</span>}
        <ValidityDates version={latest} />
        <span className={styles.soft}>{[collection.name, department, name].filter(Boolean).join(' · ')}</span>
      </p>
    </header>
  );
}

interface Shown {
  readonly document: Document;
  readonly versions: readonly Version[];
  readonly onOpenSource: (place: SourcePlace) => void;
}

function Details({ document, versions, onOpenSource }: Shown) {
  const { t } = useTranslation();
  const [address, setAddress] = useSearchParams();
  const { title, latest } = document;
  const read = (versionId: Version['id']) => onOpenSource({ versionId, title, start: 0, end: 0, origin: [] });
  const tab = (key: string, label: string, children: ReactNode) => ({ key, label, children });
  return (
    <Tabs
      activeKey={address.get('tab') ?? 'versions'}
      onChange={(key) => setAddress({ tab: key }, { replace: true })}
      items={[
        tab('versions', t('library.tabs.versions'), <VersionList versions={versions} onRead={read} />),
        tab('elements', t('documents.elements'), <ElementsPanel title={title} version={latest} onOpenSource={onOpenSource} />),
        tab('validity', t('documents.validityTab'), <ValidityPanel document={document} onOpenSource={onOpenSource} />),
        tab('compare', t('documents.compareTab'), <ComparePanel key={latest.id} versions={versions} />),
        tab('passages', t('library.tabs.passages'), <PassageList versionId={latest.id} />),
        tab('rights', t('rights.tab'), <RightsPanel document={document} />),
        tab('edit', t('library.tabs.edit'), <EditForm document={document} />),
      ]}
    />
  );
}
