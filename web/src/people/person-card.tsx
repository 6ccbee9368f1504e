import { Avatar, Button, Popconfirm, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Department, operations as people, type Person } from '../../../src/people/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call } from '../api/call.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { useChange } from '../rights/use-change.ts';
import { AccountActions } from './account-actions.tsx';
import { PersonalDataActions } from './personal-data-actions.tsx';
import { RolesForm } from './roles-form.tsx';
import { pathOf } from './tree-of.ts';
import styles from './people.module.css';

const powers: ReadonlySet<string> = new Set(['system-administrator', 'security-officer', 'auditor']);

export function PersonCard({ person, departments }: { readonly person: Person; readonly departments: readonly Department[] }) {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('people.manage');
  const [isChanging, setChanging] = useState(false);
  const change = useChange([people.listPeople, people.listDepartments]);
  const { id, displayName, loginName, roles, clearance, state, directoryDecides } = person;
  return (
    <li className={styles.card} data-left={state === 'left'}>
      <Avatar aria-hidden>{displayName.slice(0, 1)}</Avatar>
      <div className={styles.who}>
        <strong>{displayName}</strong> <span className={styles.soft}>{loginName}</span>
        <div className={styles.soft}>{pathOf(departments, person.departmentId) || t('people.noDepartment')}</div>
        <div className={styles.tags}>
          {roles.map((role) => (
            <Tag key={role} color={powers.has(role) ? 'warning' : 'default'}>
              {t(`role.${role}`)}
            </Tag>
          ))}
          <GradeTag grade={clearance} />
          {directoryDecides !== 'nothing' && <Tag color="blue">{t('people.ofDirectory')}</Tag>}
          {state !== 'active' && <Tag>{t(`people.state.${state}`)}</Tag>}
        </div>
      </div>
      {state !== 'left' && mayManage && (
        <div className={styles.actions}>
          <Button size="small" onClick={() => setChanging(true)}>
            {t('people.changeRoles')}
          </Button>
          <AccountActions personId={id} displayName={displayName} hasPassword={directoryDecides === 'nothing'} />
          <Popconfirm
            title={t('people.leaveSure', { name: displayName })}
            onConfirm={() => void change(() => call(people.leavePerson, { personId: id }))}
          >
            <Button size="small" danger>
              {t('people.leave')}
            </Button>
          </Popconfirm>
        </div>
      )}
      <PersonalDataActions person={person} />
      {isChanging && <RolesForm person={person} departments={departments} onClose={() => setChanging(false)} />}
    </li>
  );
}
