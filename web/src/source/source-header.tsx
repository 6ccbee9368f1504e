import { CloseOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as knowledge, type Version } from '../../../src/knowledge/contract.ts';
import { addressOf } from '../../../src/base/prepare-request.ts';
import { ValidityDates, ValidityTag } from '../evidence/validity-tag.tsx';
import type { SourcePlace } from './source-place.ts';
import styles from './source.module.css';

interface Properties {
  readonly place: SourcePlace;
  readonly version: Version | undefined;
  readonly onClose: () => void;
}

/** What this source is and whether it counts today. Takes the focus, so that a keyboard reader lands in the source. */
export function SourceHeader({ place, version, onClose }: Properties) {
  const { t } = useTranslation();
  const closeButton = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    closeButton.current?.focus({ preventScroll: true });
  }, []);
  return (
    <header className={styles.header}>
      <div className={styles.headerTop}>
        <h2 className={styles.title}>{place.title}</h2>
        {!place.isAttached && (
          <Button
            type="text"
            icon={<DownloadOutlined />}
            href={addressOf(knowledge.getOriginal, { versionId: place.versionId })}
            download
            aria-label={t('source.original')}
            title={t('source.original')}
          />
        )}
        <Button
          ref={closeButton}
          type="text"
          icon={<CloseOutlined />}
          aria-label={t('source.close')}
          title={t('source.close')}
          onClick={onClose}
        />
      </div>
      {place.isAttached && (
        <p className={styles.facts}>
          <Tag>{t('ask.attach.source')}</Tag>
        </p>
      )}
      {version && (
        <p className={styles.facts}>
          <ValidityTag version={version} />
          <Tag>{t('validity.version', { number: version.number })}</Tag>
          {version.documentNumber && <span>{version.documentNumber}</span>}
          <ValidityDates version={version} />
        </p>
      )}
    </header>
  );
}
