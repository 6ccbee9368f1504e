// The record's place drawn simply: the one before, itself, the one after, each named by its hash, and above them the tree.
import { ArrowLeftOutlined, ArrowUpOutlined } from '@ant-design/icons';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { operations } from '../../../src/ledger/contract.ts';
import { useFormat } from '../language/format.ts';
import styles from './ledger.module.css';

export type RecordInPlace = z.output<typeof operations.getRecord.reply.output>;

interface Properties {
  readonly place: RecordInPlace;
  readonly onShow: (sequence: number) => void;
}

export function RecordPlace({ place: { record, hash, nextHash, proof }, onShow }: Properties) {
  const { t } = useTranslation();
  const format = useFormat();
  const { sequence, previous } = record;
  return (
    <section aria-label={t('ledger.place')}>
      <h3 className={styles.heading}>{t('ledger.place')}</h3>
      <div className={styles.checkpoint}>
        {proof
          ? t('ledger.covered', {
              time: format.instant(proof.checkpoint.madeAt),
              size: format.number(proof.checkpoint.size),
              steps: proof.path.length,
            })
          : t('ledger.notCovered')}
        {proof && <code>{proof.checkpoint.root}</code>}
      </div>
      <div className={styles.rise} aria-hidden>
        <ArrowUpOutlined />
      </div>
      <ol className={styles.chain}>
        <Link
          title={sequence > 1 ? t('ledger.record', { sequence: sequence - 1 }) : t('ledger.beginning')}
          hash={previous}
          {...(sequence > 1 ? { onShow: () => onShow(sequence - 1) } : {})}
        />
        <Link title={t('ledger.record', { sequence })} hash={hash} isThis />
        <Link
          title={nextHash === null ? t('ledger.newest') : t('ledger.record', { sequence: sequence + 1 })}
          hash={nextHash}
          {...(nextHash === null ? {} : { onShow: () => onShow(sequence + 1) })}
        />
      </ol>
    </section>
  );
}

interface LinkProperties {
  readonly title: string;
  readonly hash: string | null;
  readonly isThis?: boolean;
  readonly onShow?: () => void;
}

function Link({ title, hash, isThis = false, onShow }: LinkProperties) {
  return (
    <li className={styles.link} data-this={isThis} aria-current={isThis || undefined}>
      {onShow ? (
        <button type="button" className={styles.act} onClick={onShow}>
          {title}
        </button>
      ) : (
        <strong>{title}</strong>
      )}
      {hash !== null && <code title={hash}>{`${hash.slice(0, 12)}…`}</code>}
      <ArrowLeftOutlined aria-hidden className={styles.arrow} />
    </li>
  );
}
