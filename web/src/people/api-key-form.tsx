// Making an API key; its token is shown once, here.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Form, Input, InputNumber, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as people } from '../../../src/people/contract.ts';
import { operations as scenarios } from '../../../src/scenarios/contract.ts';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { pathOf } from './tree-of.ts';

interface Fields {
  readonly name: string;
  readonly scenario: string;
  readonly department?: string;
  readonly days: number;
}

export function ApiKeyForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [token, setToken] = useState<string>();
  const change = useChange([signIn.listApiKeys]);
  const uses = useQuery(queryOf(scenarios.listScenarios, {}));
  const tree = useQuery(queryOf(people.listDepartments, {}));
  const departments = tree.data?.departments.filter(({ closedAt }) => closedAt === null) ?? [];
  const create = (fields: Fields) => change(async () => setToken((await call(signIn.createApiKey, fields)).token), t('keys.created'));
  const fault = uses.error ?? tree.error;
  return (
    <Dialog title={t('keys.create')} onClose={onClose}>
      {fault && <Fault error={fault} />}
      {token ? (
        <>
          <Alert type="success" showIcon title={t('keys.once')} />
          <Typography.Paragraph copyable code style={{ marginTop: 12, wordBreak: 'break-all' }}>
            {token}
          </Typography.Paragraph>
        </>
      ) : (
        <Form layout="vertical" initialValues={{ days: 90 }} onFinish={(fields: Fields) => void create(fields)}>
          <Form.Item name="name" label={t('keys.name')} rules={[{ required: true, whitespace: true, max: 100 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="scenario" label={t('keys.scenario')} rules={[{ required: true }]}>
            <Select options={(uses.data?.scenarios ?? []).map(({ name, title }) => ({ value: name, label: title }))} />
          </Form.Item>
          <Form.Item name="department" label={t('keys.department')} extra={t('keys.departmentHint')}>
            <Select
              allowClear
              options={departments.map(({ id }) => {
                const path = pathOf(departments, id);
                return { value: path.replaceAll(' / ', '/'), label: path };
              })}
            />
          </Form.Item>
          <Form.Item name="days" label={t('keys.days')} rules={[{ required: true }]}>
            <InputNumber min={1} max={366} precision={0} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t('keys.create')}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}
