import { useQuery } from '@tanstack/react-query';
import { AutoComplete, Form, InputNumber, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as models } from '../../../src/models/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import styles from './scenarios.module.css';

/** Who gives a second opinion, if anybody, and what becomes of sentences without it. */
export function JudgeFields({ hasJudge }: { readonly hasJudge: boolean }) {
  const { t } = useTranslation();
  const mayList = usePerson().permissions.includes('models.read');
  const { data } = useQuery({ ...queryOf(models.listModels, {}), enabled: mayList });
  const able = data?.models.filter(({ abilities }) => abilities.includes('chat')) ?? [];
  return (
    <fieldset className={styles.fieldset}>
      <legend>{t('scenarios.judge.title')}</legend>
      <Form.Item name={['checks', 'judge', 'model']} label={t('scenarios.judge.model')} extra={t('scenarios.judge.hint')}>
        <AutoComplete allowClear options={able.map(({ name }) => ({ value: name }))} />
      </Form.Item>
      {hasJudge && (
        <>
          <Form.Item
            name={['checks', 'judge', 'isRequired']}
            label={t('scenarios.judge.isRequired')}
            extra={t('scenarios.judge.isRequiredHint')}
            valuePropName="checked"
          >
            <Switch />
          </Form.Item>
          <Form.Item name={['checks', 'judge', 'seconds']} label={t('scenarios.judge.seconds')} initialValue={10}>
            <InputNumber min={1} max={60} precision={0} />
          </Form.Item>
        </>
      )}
    </fieldset>
  );
}

export function ReasoningField() {
  const { t } = useTranslation();
  return (
    <Form.Item
      name={['checks', 'showReasoning']}
      label={t('scenarios.showReasoning')}
      extra={t('scenarios.showReasoningHint')}
      valuePropName="checked"
    >
      <Switch />
    </Form.Item>
  );
}
