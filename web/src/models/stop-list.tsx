// Emergency stops that stand, each with its reason and a way to lift it.
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as models, type Stop } from '../../../src/models/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import styles from './models.module.css';

export function StopList({ stops }: { readonly stops: readonly Stop[] }) {
  return (
    <div className={styles.stops}>
      {stops.map((stop) => (
        <Standing key={stop.id} stop={stop} />
      ))}
    </div>
  );
}

function Standing({ stop: { id, kind, target, reason, stoppedBy, stoppedAt } }: { readonly stop: Stop }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayLift = usePerson().permissions.includes('models.stop');
  const [isLifting, setLifting] = useState(false);
  const change = useChange([models.listModels]);
  return (
    <>
      <Alert
        type="error"
        showIcon
        title={t(`models.stopLine.${kind}`, { target: target ?? '' })}
        description={t('models.stopBy', { name: stoppedBy, time: format.moment(stoppedAt), reason })}
        action={
          mayLift && (
            <Button size="small" onClick={() => setLifting(true)}>
              {t('models.lift')}
            </Button>
          )
        }
      />
      {isLifting && (
        <ReasonForm
          title={t('models.lift')}
          label={t('models.liftReason')}
          onConfirm={(why) => change(() => call(models.liftStop, { stopId: id, reason: why }), t('models.lifted'))}
          onClose={() => setLifting(false)}
        />
      )}
    </>
  );
}
