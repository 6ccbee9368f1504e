// Where the ledger begins, what was cut off before, and who set the period by which it was.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { type Beginning as LedgerBeginning, operations as ledger } from '../../../src/ledger/contract.ts';
import { queryOf } from '../api/call.ts';
import { Fact } from '../frame/fact.tsx';
import { useFormat } from '../language/format.ts';
import { Fault } from '../states/fault.tsx';
import styles from './ledger.module.css';

type Show = (sequence: number) => void;

export function Beginning({ onShow }: { readonly onShow: Show }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useQuery(queryOf(ledger.getBeginning, {}));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data?.since) return null;
  const { firstSequence, since, cut, period } = data;
  return (
    <dl className={styles.facts}>
      <Fact name={t('ledger.begins')}>{t('ledger.beginsAt', { sequence: format.number(firstSequence), time: format.instant(since) })}</Fact>
      {cut && (
        <Fact name={t('ledger.cut')}>
          {t('ledger.cutThrough', { through: format.number(cut.through), time: format.instant(cut.time) })}{' '}
          <ToRecord sequence={cut.sequence} onShow={onShow} />
        </Fact>
      )}
      {cut && (
        <Fact name={t('ledger.cutPeriod')}>{period ? <Period period={period} onShow={onShow} /> : t('ledger.cutPeriodStandard')}</Fact>
      )}
    </dl>
  );
}

type SetPeriod = NonNullable<LedgerBeginning['period']>;

function Period({ period: { days, setBy, proposedBy, sequence }, onShow }: { readonly period: SetPeriod; readonly onShow: Show }) {
  const { t } = useTranslation();
  return (
    <>
      {days === 0 ? t('retention.forEver') : t('retention.days', { days })} ·{' '}
      {proposedBy && <Who act={t('ledger.proposed')} id={proposedBy} />}
      <Who act={t(proposedBy ? 'ledger.approved' : 'ledger.set')} id={setBy} /> <ToRecord sequence={sequence} onShow={onShow} />
    </>
  );
}

function Who({ act, id }: { readonly act: string; readonly id: string }) {
  return (
    <span>
      {act} <code title={id}>{`…${id.slice(-8)}`}</code>{' '}
    </span>
  );
}

function ToRecord({ sequence, onShow }: { readonly sequence: number; readonly onShow: Show }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={styles.act} onClick={() => onShow(sequence)}>
      {t('ledger.record', { sequence })}
    </button>
  );
}
