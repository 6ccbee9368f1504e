// In the header: who is signed in, and the way to one's account and out.
import { LogoutOutlined, SettingOutlined, UserOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { operations as signIn } from '../../../src/sign-in/contract.ts';
import { call } from '../api/call.ts';
import styles from './account.module.css';
import { usePerson } from './signed-in.tsx';
import { useIdentityChange } from './use-me.ts';

export function AccountMenu() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const changed = useIdentityChange();
  const { mode, person } = usePerson();
  if (mode === 'solo') return null;
  const signOut = async () => {
    // A session that has ended already is as good as signed out.
    const ended = await call(signIn.signOut, { origin: location.origin }).catch(() => undefined);
    await navigate('/sign-in');
    await changed();
    // Otherwise the next one at this machine would be let in by the institution's own sign-in without a question.
    if (ended?.continueAt) location.assign(ended.continueAt);
  };
  const head = (
    <div className={styles.menuHead}>
      <strong>{person.displayName}</strong>
      <span>{[person.loginName, person.department?.name].filter(Boolean).join(' · ')}</span>
      <span>{person.roles.map((role) => t(`role.${role}`)).join('、')}</span>
    </div>
  );
  const items = [
    { key: 'who', label: head, type: 'group' as const },
    { type: 'divider' as const },
    { key: 'account', icon: <SettingOutlined />, label: t('account.mine'), onClick: () => void navigate('/account') },
    { key: 'sign-out', icon: <LogoutOutlined />, label: t('account.signOut'), onClick: () => void signOut() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']} placement="bottomRight">
      <Button type="text" icon={<UserOutlined />} aria-label={t('account.menu', { name: person.displayName })}>
        <span className={styles.who}>{person.displayName}</span>
      </Button>
    </Dropdown>
  );
}
