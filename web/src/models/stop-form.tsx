import { useTranslation } from 'react-i18next';
import { operations as models, type Stop } from '../../../src/models/contract.ts';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useChange } from '../rights/use-change.ts';

interface Properties extends Pick<Stop, 'kind' | 'target'> {
  readonly onClose: () => void;
}

export function StopForm({ kind, target, onClose }: Properties) {
  const { t } = useTranslation();
  const change = useChange([models.listModels]);
  return (
    <ReasonForm
      title={target === null ? t('models.stopAll') : t('models.stopOf', { name: target })}
      consequence={t('models.stopConsequence')}
      label={t('models.stopReason')}
      isDanger
      onConfirm={(reason) => change(() => call(models.stopModels, { kind, target, reason }), t('models.stopped'))}
      onClose={onClose}
    />
  );
}
