import { DownloadOutlined, ReadOutlined } from '@ant-design/icons';
import { Button, Descriptions, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as knowledge, type Version } from '../../../src/knowledge/contract.ts';
import { addressOf } from '../../../src/base/prepare-request.ts';
import { ValidityTag } from '../evidence/validity-tag.tsx';
import { useFormat } from '../language/format.ts';
import { CleaningReport } from './cleaning-report.tsx';
import { DocumentState } from './document-state-tag.tsx';
import { FlagList } from './flag-list.tsx';
import styles from './library.module.css';

interface Properties {
  readonly versions: readonly Version[];
  readonly onRead: (versionId: Version['id']) => void;
}

export function VersionList({ versions, onRead }: Properties) {
  return (
    <ol className={styles.versions}>
      {versions.map((version) => (
        <li key={version.id} className={styles.version}>
          <VersionTop version={version} onRead={onRead} />
          <VersionFacts version={version} />
          <FlagList flags={version.flags} />
          {version.state === 'ready' && <CleaningReport notes={version.cleaning} />}
        </li>
      ))}
    </ol>
  );
}

function VersionTop({ version, onRead }: { readonly version: Version; readonly onRead: Properties['onRead'] }) {
  const { t } = useTranslation();
  return (
    <>
      <div className={styles.versionTop}>
        <Tag color="processing">{t('validity.version', { number: version.number })}</Tag>
        {version.state === 'ready' && <ValidityTag version={version} />}
        <DocumentState version={version} withReason />
      </div>
      <div className={styles.versionTop}>
        {version.state === 'ready' && (
          <Button size="small" type="primary" icon={<ReadOutlined />} onClick={() => onRead(version.id)}>
            {t('library.readOriginal')}
          </Button>
        )}
        <Button size="small" icon={<DownloadOutlined />} href={addressOf(knowledge.getOriginal, { versionId: version.id })} download>
          {t('source.original')}
        </Button>
      </div>
    </>
  );
}

function VersionFacts({ version }: { readonly version: Version }) {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = {
    documentNumber: version.documentNumber,
    issuer: version.issuer,
    publishedOn: version.publishedOn,
    effectiveOn: version.effectiveOn,
    expiredOn: version.expiredOn,
    format: version.format?.toUpperCase() ?? null,
    size: format.bytes(version.byteLength),
    pages: version.pageCount === null ? null : format.number(version.pageCount),
    characters: version.state === 'ready' ? format.number(version.characterCount) : null,
    importedAt: format.instant(version.importedAt),
  };
  const items = Object.entries(facts).flatMap(([name, value]) =>
    value === null ? [] : [{ key: name, label: t(`library.facts.${asFact(name)}`), children: value }],
  );
  return <Descriptions size="small" column={{ xs: 1, sm: 2 }} items={items} />;

  function asFact(name: string): keyof typeof facts {
    return name as keyof typeof facts;
  }
}
