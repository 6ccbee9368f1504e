// Setting a quota, or another amount of one.
import { Button, Form, InputNumber, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import {
  kindSchema,
  type Measure,
  measureSchema,
  operations as quotas,
  type Period,
  periodSchema,
  type Quota,
  type Subject,
} from '../../../src/quota/contract.ts';
import { call } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';
import { millionth } from './use-amount.ts';

interface Fields {
  readonly kind: Subject['kind'];
  readonly subject: string;
  readonly measure: Measure;
  readonly period: Period;
  readonly amount: number;
}

interface Properties {
  /** What it can be of. */
  readonly subjects: readonly Subject[];
  /** Of which only the amount is another. */
  readonly quota: Quota | undefined;
  readonly onClose: () => void;
}

const usual = { kind: 'scenario', measure: 'requests', period: 'day' } as const;

export function QuotaForm({ subjects, quota, onClose }: Properties) {
  const { t } = useTranslation();
  const change = useChange([quotas.listQuotas]);
  const [form] = Form.useForm<Fields>();
  const { kind, measure } = { ...usual, ...quota, ...Form.useWatch([], form) };
  const save = async (fields: Fields) => {
    const wish = { ...usual, ...quota, ...fields };
    const amount = Math.round(wish.amount * (wish.measure === 'money' ? millionth : 1));
    if (await change(() => call(quotas.setQuota, { ...wish, amount }), t('quota.saved'))) onClose();
  };
  const initial = quota ? { amount: quota.measure === 'money' ? quota.amount / millionth : quota.amount } : usual;
  return (
    <Dialog title={quota ? t('quota.changeOf', { name: quota.name }) : t('quota.add')} onClose={onClose}>
      <Form form={form} layout="vertical" initialValues={initial} onFinish={(fields: Fields) => void save(fields)}>
        {!quota && (
          <>
            <Form.Item name="kind" label={t('quota.kindLabel')}>
              <Segmented
                options={kindSchema.options.map((value) => ({ value, label: t(`quota.kind.${value}`) }))}
                onChange={() => form.resetFields(['subject'])}
              />
            </Form.Item>
            <Form.Item name="subject" label={t(`quota.subject.${kind}`)} rules={[{ required: true }]}>
              <Select
                showSearch={{ optionFilterProp: 'label' }}
                notFoundContent={t('quota.noSubject')}
                options={subjects.filter((one) => one.kind === kind).map(({ subject, name }) => ({ value: subject, label: name }))}
              />
            </Form.Item>
            <Form.Item name="measure" label={t('quota.measureLabel')}>
              <Segmented options={measureSchema.options.map((value) => ({ value, label: t(`quota.measure.${value}`) }))} />
            </Form.Item>
            <Form.Item name="period" label={t('quota.periodLabel')}>
              <Segmented options={periodSchema.options.map((value) => ({ value, label: t(`quota.period.${value}`) }))} />
            </Form.Item>
          </>
        )}
        <Form.Item name="amount" label={t('quota.amount')} extra={t('quota.amountHint')} rules={[{ required: true, type: 'number' }]}>
          <InputNumber
            min={0}
            max={1_000_000_000}
            precision={measure === 'money' ? 2 : 0}
            suffix={t(`quota.unit.${measure}`)}
            style={{ width: '100%' }}
          />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {quota ? t('quota.change') : t('quota.add')}
        </Button>
      </Form>
    </Dialog>
  );
}
