// One quota: whose it is, a bar of what is used, and when it renews.
import { Button, Popconfirm, Progress, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { nearShare, operations as quotas, type Quota } from '../../../src/quota/contract.ts';
import { call } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { palette } from '../theme.ts';
import styles from './quota.module.css';
import { useAmount } from './use-amount.ts';

interface Properties {
  readonly quota: Quota;
  /** For whoever may. */
  readonly onChange?: () => void;
}

const colours = { well: palette.teal, near: palette.amber, over: palette.seal } as const;

export function QuotaCard({ quota, onChange }: Properties) {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = useAmount();
  const { kind, name, measure, period, amount, used, held, renewsAt } = quota;
  const share = amount === 0 ? 1 : used / amount;
  const state = share >= 1 ? 'over' : share >= nearShare ? 'near' : 'well';
  const percent = Math.floor(share * 100);
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <span>
          <span className={styles.soft}>{t(`quota.kind.${kind}`)}</span> <strong>{name}</strong>
        </span>
        <span className={styles.soft}>
          {t(`quota.measure.${measure}`)} · {t(`quota.period.${period}`)}
        </span>
        {state !== 'well' && <Tag color={state === 'over' ? 'error' : 'warning'}>{t(`quota.${state}`)}</Tag>}
      </div>
      <Progress
        percent={Math.min(100, percent)}
        status="normal"
        strokeColor={colours[state]}
        format={() => `${percent}%`}
        aria-label={t('quota.bar', { name, period: t(`quota.period.${period}`), measure: t(`quota.measure.${measure}`), share: percent })}
      />
      <p className={styles.soft}>
        {t('quota.used', { used: shown(measure, used), amount: shown(measure, amount), unit: t(`quota.unit.${measure}`) })}
        {held > 0 && ` · ${t('quota.held', { held: shown(measure, held) })}`} · {t('quota.renews', { time: format.moment(renewsAt) })}
      </p>
      {onChange && <Actions quota={quota} onChange={onChange} />}
    </li>
  );
}

function Actions({ quota: { id, name }, onChange }: Required<Properties>) {
  const { t } = useTranslation();
  const change = useChange([quotas.listQuotas]);
  const remove = () => change(() => call(quotas.removeQuota, { quotaId: id }), t('quota.removed'));
  return (
    <div className={styles.actions}>
      <Button size="small" aria-label={t('quota.changeOf', { name })} onClick={onChange}>
        {t('quota.change')}
      </Button>
      <Popconfirm title={t('quota.removeSure')} onConfirm={() => void remove()}>
        <Button size="small" aria-label={t('quota.removeOf', { name })}>
          {t('quota.remove')}
        </Button>
      </Popconfirm>
    </div>
  );
}
