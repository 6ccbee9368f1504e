// My account: who I am here, my password, and where I am signed in.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { prepareRequest } from '../../../src/base/prepare-request.ts';
import { operations as personal } from '../../../src/personal/contract.ts';
import { Page } from '../frame/page.tsx';
import styles from './account.module.css';
import { CodeStep } from './code-step.tsx';
import { LeaveSolo } from './leave-solo.tsx';
import { PasswordForm } from './password-form.tsx';
import { RoleTags } from './role-tags.tsx';
import { SecondFactorPanel } from './second-factor-panel.tsx';
import { SessionList } from './session-list.tsx';
import { usePerson } from './signed-in.tsx';
import { useIdentityChange } from './use-me.ts';

export function AccountPage() {
  const { t } = useTranslation();
  const { mode, person, nextStep } = usePerson();
  const navigate = useNavigate();
  const changed = useIdentityChange();
  if (mode === 'solo') {
    return (
      <Page title={t('account.soloMode')} lead={t('account.soloModeLead')}>
        <LeaveSolo />
      </Page>
    );
  }
  const finish = () => void changed().then(() => navigate('/', { replace: true }));
  if (nextStep === 'second-factor') {
    return (
      <Page title={t('account.signIn')} lead={t('account.nextStep.second-factor')}>
        <CodeStep />
      </Page>
    );
  }
  if (nextStep === 'enrol-second-factor') {
    return (
      <Page title={t('account.secondFactor')} lead={t('account.nextStep.enrol-second-factor')}>
        <SecondFactorPanel onEnrolled={finish} />
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
      {person.isOfDirectory ? <Alert type="info" showIcon title={t('account.ofDirectory')} /> : <PasswordForm />}
      <SecondFactorPanel onEnrolled={() => void changed()} />
      <SessionList />
      <section className={styles.panel} aria-labelledby="my-data">
        <h2 id="my-data">{t('personal.mine')}</h2>
        <p className={styles.hint}>{t('personal.mineLead')}</p>
        <Button href={prepareRequest(personal.exportMyData, {}).url} download>
          {t('personal.export')}
        </Button>
      </section>
    </Page>
  );
}
