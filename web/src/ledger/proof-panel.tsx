// How far the record is proved: the newest checkpoint, verifying everything now, and taking it all away.
import { DownloadOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as ledger } from '../../../src/ledger/contract.ts';
import { queryOf } from '../api/call.ts';
import { addressOf } from '../../../src/base/prepare-request.ts';
import { Fact } from '../frame/fact.tsx';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Beginning } from './beginning.tsx';
import styles from './ledger.module.css';
import { useVerification } from './use-verification.ts';
import { VerificationResult } from './verification-result.tsx';

export function ProofPanel({ onShow }: { readonly onShow: (sequence: number) => void }) {
  const { t } = useTranslation();
  const verification = useVerification();
  return (
    <section className={styles.proof} aria-label={t('ledger.proof')}>
      <LastCheckpoint />
      <Beginning onShow={onShow} />
      <div className={styles.buttons}>
        <Button
          type="primary"
          icon={<SafetyCertificateOutlined />}
          loading={verification.state.kind === 'running'}
          onClick={() => void verification.start()}
        >
          {t('ledger.verify')}
        </Button>
        <Button icon={<DownloadOutlined />} href={addressOf(ledger.exportLedger, {})} download="ledger.jsonl">
          {t('ledger.export')}
        </Button>
      </div>
      <VerificationResult state={verification.state} />
    </section>
  );
}

function LastCheckpoint() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(queryOf(ledger.listCheckpoints, { limit: 1 }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={2} />;
  const [checkpoint] = data.checkpoints;
  const key = data.keys.at(-1);
  return (
    <dl className={styles.facts}>
      <Fact name={t('ledger.size')}>{format.number(data.size)}</Fact>
      <Fact name={t('ledger.lastCheckpoint')}>
        {checkpoint
          ? t('ledger.checkpointAt', { time: format.instant(checkpoint.madeAt), size: format.number(checkpoint.size) })
          : t('ledger.noCheckpoint')}
      </Fact>
      {checkpoint && !checkpoint.isExported && <Fact name={t('ledger.exportFolder')}>{t('ledger.notExported')}</Fact>}
      {key && (
        <Fact name={t('ledger.publicKey')}>
          <Typography.Text code copyable className={styles.key ?? ''}>
            {key}
          </Typography.Text>
        </Fact>
      )}
    </dl>
  );
}
