// A live test of a connection: what each step found, and what to do about the first that failed.
import { CheckCircleFilled, CloseCircleFilled } from '@ant-design/icons';
import { useQuery } from '@tanstack/react-query';
import { Modal, Spin } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as models, type ProbeStep } from '../../../src/models/contract.ts';
import { call } from '../api/call.ts';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import styles from './models.module.css';

export function TestForm({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: [models.testModel.id, name],
    queryFn: ({ signal }) => call(models.testModel, { name }, signal),
    staleTime: 0,
    gcTime: 0,
  });
  return (
    <Modal
      open
      title={t('models.testTitle', { name })}
      okText={t('models.test')}
      okButtonProps={{ loading: isFetching }}
      onOk={() => void refetch()}
      onCancel={onClose}
    >
      <p className={styles.soft}>{t('models.testLead')}</p>
      {isFetching && (
        <p role="status">
          <Spin size="small" /> {t('models.testing')}
        </p>
      )}
      {error && <Fault error={error} />}
      <ul className={styles.list}>{!isFetching && data?.steps.map((step) => <Step key={step.step} step={step} />)}</ul>
    </Modal>
  );
}

function Step({ step: { step, isGood, elapsedMs, ...sentence } }: { readonly step: ProbeStep }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <li className={styles.step} data-good={isGood}>
      <span aria-hidden>{isGood ? <CheckCircleFilled /> : <CloseCircleFilled />}</span>
      <span>
        <strong>{t(`models.step.${step}`)}</strong> {sentence[language]} ({elapsedMs} ms)
      </span>
    </li>
  );
}
