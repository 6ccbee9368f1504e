// Department at once; roles and clearance as a request that a security officer decides.
import { Alert, Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { grades } from '../../../src/base/grade.ts';
import { roleSchema } from '../../../src/base/roles.ts';
import { type Department, operations as people, type Person } from '../../../src/people/contract.ts';
import { call } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';
import { pathOf } from './tree-of.ts';

interface Properties {
  readonly person: Person;
  readonly departments: readonly Department[];
  readonly onClose: () => void;
}
type Fields = Pick<Person, 'roles' | 'clearance'> & { readonly reason: string };

export function RolesForm({ person, departments, onClose }: Properties) {
  const { t } = useTranslation();
  const change = useChange([people.listPeople, people.listDepartments, people.listChanges]);
  const open = departments.filter(({ closedAt }) => closedAt === null);
  const propose = async (fields: Fields) => {
    if (await change(() => call(people.proposeRoles, { personId: person.id, ...fields }), t('rights.proposed'))) onClose();
  };
  const move = (departmentId: Department['id'] | undefined) =>
    change(() => call(people.changePerson, { personId: person.id, departmentId: departmentId ?? null }));
  return (
    <Dialog title={person.displayName} onClose={onClose}>
      <Form
        layout="vertical"
        initialValues={{ roles: person.roles, clearance: person.clearance }}
        onFinish={(fields: Fields) => void propose(fields)}
      >
        <Form.Item label={t('people.department')}>
          <Select
            allowClear
            disabled={person.directoryDecides === 'roles-and-department'}
            defaultValue={person.departmentId ?? undefined}
            onChange={(value: Department['id'] | undefined) => void move(value)}
            options={open.map(({ id }) => ({ value: id, label: pathOf(departments, id) }))}
            aria-label={t('people.department')}
          />
        </Form.Item>
        <Form.Item name="roles" label={t('people.roles')}>
          <Select
            mode="multiple"
            disabled={person.directoryDecides !== 'nothing'}
            options={roleSchema.options.map((value) => ({ value, label: t(`role.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="clearance" label={t('people.clearance')}>
          <Select options={grades.map((value) => ({ value, label: t(`grade.${value}`) }))} />
        </Form.Item>
        <Form.Item name="reason" label={t('rights.reason')} rules={[{ required: true, whitespace: true, max: 1000 }]}>
          <Input.TextArea />
        </Form.Item>
        <Alert
          type="info"
          showIcon
          title={t(person.directoryDecides === 'nothing' ? 'people.rolesNote' : `people.directoryNote.${person.directoryDecides}`)}
          style={{ marginBottom: 12 }}
        />
        <Button type="primary" htmlType="submit">
          {t('rights.propose')}
        </Button>
      </Form>
    </Dialog>
  );
}
