// Inviting somebody: the account is made at once, and its one-time link is shown once, here.
import { Alert, Button, Form, Input, Select, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Department, operations as people } from '../../../src/people/contract.ts';
import { call } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';
import { pathOf } from './tree-of.ts';

interface Properties {
  readonly departments: readonly Department[];
  readonly departmentId: Department['id'] | null;
  readonly onClose: () => void;
}
interface Fields {
  readonly loginName: string;
  readonly displayName: string;
  readonly departmentId?: Department['id'];
}

export function InviteForm({ departments, departmentId, onClose }: Properties) {
  const { t } = useTranslation();
  const [link, setLink] = useState<string>();
  const change = useChange([people.listDepartments, people.listPeople]);
  const invite = (fields: Fields) =>
    change(async () => {
      const invited = await call(people.invitePerson, { ...fields, departmentId: fields.departmentId ?? null });
      setLink(new URL(invited.link.path, location.href).href);
    }, t('people.invited'));
  return (
    <Dialog title={t('people.invite')} onClose={onClose}>
      {link ? (
        <LinkOnce link={link} />
      ) : (
        <Form
          layout="vertical"
          initialValues={{ departmentId: departmentId ?? undefined }}
          onFinish={(fields: Fields) => void invite(fields)}
        >
          <Form.Item name="displayName" label={t('people.displayName')} rules={[{ required: true, whitespace: true, max: 100 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="loginName" label={t('people.loginName')} rules={[{ required: true, min: 2, max: 64 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="departmentId" label={t('people.department')}>
            <Select allowClear options={departments.map(({ id }) => ({ value: id, label: pathOf(departments, id) }))} />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t('people.invite')}
          </Button>
        </Form>
      )}
    </Dialog>
  );
}

export function LinkOnce({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  return (
    <>
      <Alert type="success" showIcon title={t('people.linkOnce')} />
      <Typography.Paragraph copyable code style={{ marginTop: 12, wordBreak: 'break-all' }}>
        {link}
      </Typography.Paragraph>
    </>
  );
}
