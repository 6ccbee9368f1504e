// My account: who I am here, my password, and where I am signed in.
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Page } from '../frame/page.tsx';
import styles from './account.module.css';
import { LeaveSolo } from './leave-solo.tsx';
import { PasswordForm } from './password-form.tsx';
import { RoleTags } from './role-tags.tsx';
import { SessionList } from './session-list.tsx';
import { usePerson } from './signed-in.tsx';

export function AccountPage() {
  const { t } = useTranslation();
  const { mode, person, nextStep } = usePerson();
  if (mode === 'solo') {
    return (
      <Page title={t('account.soloMode')} lead={t('account.soloModeLead')}>
        <LeaveSolo />
      </Page>
    );
  }
  return (
    <Page title={t('account.mine')} lead={t('account.mineLead')}>
      {nextStep !== null && <Alert type="warning" showIcon title={t(`account.nextStep.${nextStep}`)} />}
      <section className={styles.panel} aria-label={t('account.who')}>
        <dl className={styles.facts}>
          <dt>{t('account.displayName')}</dt>
          <dd>{person.displayName}</dd>
          <dt>{t('account.loginName')}</dt>
          <dd>{person.loginName}</dd>
          <dt>{t('account.department')}</dt>
          <dd>{person.department?.name ?? t('account.noDepartment')}</dd>
          <dt>{t('account.roles')}</dt>
          <dd>
            <RoleTags roles={person.roles} />
          </dd>
        </dl>
      </section>
      <PasswordForm />
      <SessionList />
    </Page>
  );
}
