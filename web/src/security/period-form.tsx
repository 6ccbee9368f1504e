import { InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as people } from '../../../src/people/contract.ts';
import { operations as retention, type Period } from '../../../src/retention/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useChange } from '../rights/use-change.ts';

/** A longer period counts at once; a shorter one waits for a second person, and says so before it is proposed. */
export function PeriodForm({ period: { kind, days, leastDays }, onClose }: { readonly period: Period; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { mode } = usePerson();
  const [isForEver, setForEver] = useState(days === 0);
  const [typed, setTyped] = useState<number | null>(days === 0 ? leastDays : days);
  const change = useChange([retention.getRetention, people.listChanges]);
  const wanted = isForEver ? 0 : typed;
  const isShorter = wanted !== null && wanted !== 0 && (days === 0 || wanted < days);
  const waits = isShorter && mode !== 'solo';
  const apply = (reason: string) =>
    change(
      () => call(retention.changePeriod, { kind, days: wanted ?? days, reason }),
      t(waits ? 'retention.proposed' : 'retention.changed'),
    );
  return (
    <ReasonForm
      title={t('retention.changeOf', { kind: t(`retention.kind.${kind}`) })}
      confirm={t(waits ? 'retention.propose' : 'states.save')}
      label={t('retention.reason')}
      isReady={wanted !== null && wanted !== days}
      onConfirm={apply}
      onClose={onClose}
      {...(waits ? { consequence: t('retention.shorter') } : {})}
    >
      <Radio.Group
        value={isForEver}
        onChange={({ target }) => setForEver(target.value === true)}
        options={[
          { value: false, label: t('retention.forDays', { least: leastDays }) },
          { value: true, label: t('retention.forEver') },
        ]}
      />
      {!isForEver && (
        <InputNumber
          value={typed}
          min={leastDays}
          max={36_500}
          precision={0}
          onChange={setTyped}
          suffix={t('retention.unit')}
          aria-label={t('retention.forDays', { least: leastDays })}
        />
      )}
    </ReasonForm>
  );
}
