// Registering a model; what it may receive decides whether a second person has to agree.
import { Alert, App, Button, Form, Input, Segmented, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Grade, grades } from '../../../src/base/grade.ts';
import {
  abilitySchema,
  dialectSchema,
  locationSchema,
  type Model,
  modelZoneSchema,
  operations as models,
  takesTwo,
} from '../../../src/models/contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { call } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';

interface Fields {
  readonly name: string;
  readonly url: string;
  readonly upstreamName?: string;
  readonly zone: Model['zone'];
  readonly location: Model['location'];
  readonly maxGrade: Grade;
  readonly dialect: Model['dialect'];
  readonly abilities: Model['abilities'];
  readonly key?: string;
  readonly reason?: string;
}

const standard = {
  zone: 'in-house',
  location: 'domestic',
  maxGrade: 'internal',
  dialect: 'openai',
  abilities: ['chat'],
} satisfies Partial<Fields>;

export function AddModelForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChange([models.listModels, people.listChanges]);
  const [form] = Form.useForm<Fields>();
  const mustWait = takesTwo({ ...standard, ...Form.useWatch([], form) });
  const add = async ({ upstreamName, key, reason, ...fields }: Fields) => {
    const given = (name: string, value: string | undefined) => (value?.trim() ? { [name]: value.trim() } : {});
    const isAdded = await change(async () => {
      const { changeId } = await call(models.addModel, {
        ...fields,
        ...given('upstreamName', upstreamName),
        ...given('key', key),
        ...given('reason', reason),
      });
      if (changeId !== null) message.info(t('models.addedWaiting'));
    }, t('models.added'));
    if (isAdded) onClose();
  };
  return (
    <Dialog title={t('models.add')} onClose={onClose}>
      <Form form={form} layout="vertical" initialValues={standard} onFinish={(fields: Fields) => void add(fields)}>
        <Form.Item name="name" label={t('models.name')} extra={t('models.nameHint')} rules={[{ required: true, max: 64 }]}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="url" label={t('models.url')} extra={t('models.urlHint')} rules={[{ required: true, type: 'url' }]}>
          <Input placeholder="http://10.1.0.7:8000/v1" inputMode="url" />
        </Form.Item>
        <Form.Item name="upstreamName" label={t('models.upstreamName')} extra={t('models.upstreamHint')}>
          <Input autoComplete="off" />
        </Form.Item>
        <Form.Item name="zone" label={t('models.zoneLabel')}>
          <Segmented options={modelZoneSchema.options.map((value) => ({ value, label: t(`models.zone.${value}`) }))} />
        </Form.Item>
        <Form.Item name="location" label={t('models.locationLabel')}>
          <Segmented options={locationSchema.options.map((value) => ({ value, label: t(`models.location.${value}`) }))} />
        </Form.Item>
        <Form.Item name="maxGrade" label={t('models.maxGrade')}>
          <Segmented options={grades.map((value) => ({ value, label: t(`grade.${value}`) }))} />
        </Form.Item>
        <Form.Item name="dialect" label={t('models.dialect')}>
          <Select options={dialectSchema.options.map((value) => ({ value, label: value }))} />
        </Form.Item>
        <Form.Item name="abilities" label={t('models.abilities')} rules={[{ required: true }]}>
          <Select mode="multiple" options={abilitySchema.options.map((value) => ({ value, label: t(`models.ability.${value}`) }))} />
        </Form.Item>
        <Form.Item name="key" label={t('models.keyLabel')} extra={t('models.keyHint')}>
          <Input.Password autoComplete="off" />
        </Form.Item>
        {mustWait && (
          <>
            <Alert type="info" showIcon title={t('models.takesTwo')} />
            <Form.Item name="reason" label={t('models.reason')} style={{ marginTop: 12 }}>
              <Input.TextArea rows={2} maxLength={500} />
            </Form.Item>
          </>
        )}
        <Button type="primary" htmlType="submit">
          {t('models.add')}
        </Button>
      </Form>
    </Dialog>
  );
}
