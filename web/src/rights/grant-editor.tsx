// Letting somebody in besides: a person, a department with those below it, or a role.
import { useQuery } from '@tanstack/react-query';
import { Button, Select, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Grant, grantSchema } from '../../../src/base/grant.ts';
import { roleSchema } from '../../../src/base/roles.ts';
import type { NamedGrant } from '../../../src/knowledge/rights-contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { queryOf } from '../api/call.ts';
import styles from './rights.module.css';

interface Properties {
  readonly grants: readonly NamedGrant[];
  /** Resolves to whether it was done. */
  readonly onSave: (next: readonly Grant[]) => Promise<boolean>;
}

export function GrantEditor({ grants, onSave }: Properties) {
  const { t } = useTranslation();
  const [subject, setSubject] = useState<string>();
  const [action, setAction] = useState<Grant['action']>('read');
  const options = useSubjects();
  const add = async () => {
    if (!subject) return;
    const [to, id] = subject.split(' ');
    const grant = grantSchema.parse({ to, id, action });
    if (await onSave([...grants.map((one) => one.grant), grant])) setSubject(undefined);
  };
  return (
    <>
      <p>
        {grants.length === 0 && <span className={styles.soft}>{t('rights.noGrants')}</span>}
        {grants.map(({ grant, name }) => (
          <Tag
            key={`${grant.to} ${grant.id} ${grant.action}`}
            closable
            onClose={(event) => {
              event.preventDefault();
              void onSave(grants.map((one) => one.grant).filter((one) => one !== grant));
            }}
          >
            {grant.to === 'role' ? t(`roles.${grant.id}`) : name} · {t(`rights.action.${grant.action}`)}
          </Tag>
        ))}
      </p>
      <div className={styles.form}>
        <Select
          className={styles.wide ?? ''}
          showSearch={{ optionFilterProp: 'label' }}
          allowClear
          value={subject ?? null}
          onChange={(value: string | undefined) => setSubject(value)}
          options={options}
          placeholder={t('rights.whom')}
          aria-label={t('rights.whom')}
        />
        <Select
          value={action}
          onChange={setAction}
          options={(['read', 'write'] as const).map((value) => ({ value, label: t(`rights.action.${value}`) }))}
          aria-label={t('rights.what')}
        />
        <Button type="primary" disabled={!subject} onClick={() => void add()}>
          {t('rights.grant')}
        </Button>
      </div>
    </>
  );
}

function useSubjects() {
  const { t } = useTranslation();
  const departments = useQuery(queryOf(people.listDepartments, {}));
  const everybody = useQuery(queryOf(people.listPeople, { state: 'active' }));
  return [
    {
      label: t('rights.kind.department'),
      options: (departments.data?.departments ?? [])
        .filter(({ closedAt }) => closedAt === null)
        .map(({ id, name }) => ({ value: `department ${id}`, label: name })),
    },
    {
      label: t('rights.kind.person'),
      options: (everybody.data?.people ?? []).map(({ id, displayName, loginName }) => ({
        value: `person ${id}`,
        label: `${displayName} (${loginName})`,
      })),
    },
    {
      label: t('rights.kind.role'),
      options: roleSchema.options.map((role) => ({ value: `role ${role}`, label: t(`roles.${role}`) })),
    },
  ];
}
