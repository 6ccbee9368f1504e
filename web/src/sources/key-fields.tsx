// The access key of a bucket: written here, and never shown again.
import { Input } from 'antd';
import { useTranslation } from 'react-i18next';
import type { BucketKey } from '../../../src/sources/contract.ts';
import styles from './sources.module.css';

export const noKey: BucketKey = { id: '', secret: '', region: 'us-east-1' };

export function isWhole({ id, secret, region }: BucketKey): boolean {
  return [id, secret, region].every((part) => part.trim() !== '');
}

interface Properties {
  readonly value: BucketKey;
  readonly onChange: (key: BucketKey) => void;
}

export function KeyFields({ value, onChange }: Properties) {
  const { t } = useTranslation();
  return (
    <div className={styles.fields}>
      <label>
        <span>{t('sources.keyId')}</span>
        <Input value={value.id} maxLength={200} autoComplete="off" onChange={(event) => onChange({ ...value, id: event.target.value })} />
      </label>
      <label>
        <span>{t('sources.keySecret')}</span>
        <Input.Password
          value={value.secret}
          maxLength={500}
          autoComplete="new-password"
          onChange={(event) => onChange({ ...value, secret: event.target.value })}
        />
      </label>
      <label>
        <span>{t('sources.keyRegion')}</span>
        <Input value={value.region} maxLength={50} onChange={(event) => onChange({ ...value, region: event.target.value })} />
      </label>
    </div>
  );
}
