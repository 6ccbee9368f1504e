// Making, renaming, moving and closing departments.
import { Button, Form, Input, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Department, operations as people } from '../../../src/people/contract.ts';
import { call } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';
import { pathOf } from './tree-of.ts';
import styles from './people.module.css';

interface Properties {
  readonly departments: readonly Department[];
  readonly chosen: Department | undefined;
}
interface Fields {
  readonly name: string;
  readonly parentId?: Department['id'];
}

export function DepartmentActions({ departments, chosen }: Properties) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<'new' | 'chosen'>();
  const change = useChange([people.listDepartments, people.listPeople]);
  const save = async ({ name, parentId }: Fields) => {
    const isNew = editing === 'new' || !chosen;
    const done = await change(() =>
      isNew
        ? call(people.createDepartment, { name, parentId: parentId ?? null })
        : call(people.changeDepartment, { departmentId: chosen.id, name, parentId: parentId ?? null }),
    );
    if (done) setEditing(undefined);
  };
  const initial = editing === 'new' ? { parentId: chosen?.id } : { name: chosen?.name, parentId: chosen?.parentId ?? undefined };
  return (
    <div className={styles.actions}>
      <Button size="small" onClick={() => setEditing('new')}>
        {t('people.newDepartment')}
      </Button>
      {chosen && (
        <>
          <Button size="small" onClick={() => setEditing('chosen')}>
            {t('people.changeDepartment')}
          </Button>
          <Popconfirm
            title={t('people.closeSure', { name: chosen.name })}
            onConfirm={() => void change(() => call(people.closeDepartment, { departmentId: chosen.id }))}
          >
            <Button size="small" danger>
              {t('people.closeDepartment')}
            </Button>
          </Popconfirm>
        </>
      )}
      <Modal
        open={editing !== undefined}
        title={t(editing === 'new' ? 'people.newDepartment' : 'people.changeDepartment')}
        footer={null}
        destroyOnHidden
        onCancel={() => setEditing(undefined)}
      >
        <Form layout="vertical" initialValues={initial} onFinish={(fields: Fields) => void save(fields)}>
          <Form.Item name="name" label={t('people.departmentName')} rules={[{ required: true, whitespace: true, max: 100 }]}>
            <Input />
          </Form.Item>
          <Form.Item name="parentId" label={t('people.parent')}>
            <Select
              allowClear
              placeholder={t('people.top')}
              options={departments.map(({ id }) => ({ value: id, label: pathOf(departments, id) }))}
            />
          </Form.Item>
          <Button type="primary" htmlType="submit">
            {t('states.save')}
          </Button>
        </Form>
      </Modal>
    </div>
  );
}
