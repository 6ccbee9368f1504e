// Leaving solo mode: one way, so it is asked twice; then the links of the first accounts are shown, once.
import { Alert, Button, Popconfirm } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type FirstLink, operations as signIn } from '../../../src/sign-in/contract.ts';
import { call } from '../api/call.ts';
import { Fault } from '../states/fault.tsx';
import styles from './account.module.css';
import { RoleTags } from './role-tags.tsx';

export function LeaveSolo() {
  const { t } = useTranslation();
  const [links, setLinks] = useState<readonly FirstLink[]>();
  const [failure, setFailure] = useState<unknown>();
  const leave = () => {
    void call(signIn.leaveSolo, {}).then((reply) => setLinks(reply.links), setFailure);
  };
  if (links) {
    return (
      <section className={styles.panel} aria-label={t('account.firstLinks')}>
        <Alert type="warning" showIcon title={t('account.firstLinksLead')} />
        <dl className={styles.facts}>
          {links.map(({ path, roles }) => (
            <FirstLinkRow key={path} path={path} roles={roles} />
          ))}
        </dl>
      </section>
    );
  }
  return (
    <section className={styles.panel}>
      {failure !== undefined && <Fault error={failure} />}
      <p>{t('account.leaveSoloLead')}</p>
      <Popconfirm title={t('account.leaveSoloSure')} okText={t('account.leaveSolo')} cancelText={t('states.cancel')} onConfirm={leave}>
        <Button type="primary">{t('account.leaveSolo')}</Button>
      </Popconfirm>
    </section>
  );
}

function FirstLinkRow({ path, roles }: Pick<FirstLink, 'path' | 'roles'>) {
  return (
    <>
      <dt>
        <RoleTags roles={[...roles]} />
      </dt>
      <dd>
        <a className={styles.code} href={path}>
          {location.origin}
          {path}
        </a>
      </dd>
    </>
  );
}
