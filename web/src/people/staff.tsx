import { useQuery } from '@tanstack/react-query';
import { Button, Input, Tree } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Department, operations as people } from '../../../src/people/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { DepartmentActions } from './department-actions.tsx';
import { InviteForm } from './invite-form.tsx';
import { PersonCard } from './person-card.tsx';
import { treeOf } from './tree-of.ts';
import styles from './people.module.css';

/** The tree on the left (above, on a narrow screen), the people of the department chosen on the right. */
export function Staff() {
  const { t } = useTranslation();
  const [departmentId, setDepartmentId] = useState<Department['id']>();
  const mayManage = usePerson().permissions.includes('people.manage');
  const [name, setName] = useState('');
  const [isInviting, setInviting] = useState(false);
  const departments = useQuery(queryOf(people.listDepartments, {}));
  const found = useQuery(queryOf(people.listPeople, { departmentId, name: name || undefined }));
  const fault = departments.error ?? found.error;
  if (fault) return <Fault error={fault} onRetry={() => void Promise.all([departments.refetch(), found.refetch()])} />;
  if (!departments.data) return <Loading rows={8} />;
  const open = departments.data.departments.filter(({ closedAt }) => closedAt === null);
  const chosen = open.find(({ id }) => id === departmentId);
  return (
    <div className={styles.columns}>
      <nav className={styles.side} aria-label={t('people.departments')}>
        <Button type={chosen ? 'text' : 'default'} block aria-pressed={!chosen} onClick={() => setDepartmentId(undefined)}>
          {t('people.everybody')}
        </Button>
        <Tree
          blockNode
          defaultExpandAll
          treeData={treeOf(open)}
          selectedKeys={chosen ? [chosen.id] : []}
          onSelect={([key]) => setDepartmentId(open.find(({ id }) => id === key)?.id)}
        />
        {mayManage && <DepartmentActions departments={open} chosen={chosen} />}
      </nav>
      <section className={styles.main}>
        <div className={styles.tools}>
          <Input.Search allowClear placeholder={t('people.find')} aria-label={t('people.find')} onSearch={setName} />
          {mayManage && (
            <Button type="primary" onClick={() => setInviting(true)}>
              {t('people.invite')}
            </Button>
          )}
        </div>
        {isInviting && <InviteForm departments={open} departmentId={chosen?.id ?? null} onClose={() => setInviting(false)} />}
        {!found.data && <Loading rows={4} />}
        {found.data?.people.length === 0 && <Nothing sentence={t('people.nobody')} />}
        <ul className={styles.cards}>
          {found.data?.people.map((person) => (
            <PersonCard key={person.id} person={person} departments={departments.data.departments} />
          ))}
        </ul>
      </section>
    </div>
  );
}
