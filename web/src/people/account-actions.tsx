// What a system administrator does for somebody's account: a new link, signing out everywhere, a lost second factor.
import { Button, Dropdown, Form, Input, Modal, Typography } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as people, type Person } from '../../../src/people/contract.ts';
import { call } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';
import { LinkOnce } from './invite-form.tsx';

interface Properties {
  readonly personId: Person['id'];
  readonly displayName: string;
  /** Accounts of the directory have none here, and so no link to choose one. */
  readonly hasPassword: boolean;
}

export function AccountActions({ personId, displayName, hasPassword }: Properties) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<'link' | 'sign-out' | 'reset'>();
  const [link, setLink] = useState<string>();
  const change = useChange([people.listChanges]);
  const close = () => {
    setDoing(undefined);
    setLink(undefined);
  };
  const makeLink = () =>
    change(async () => setLink(new URL((await call(people.renewInvitation, { personId })).link.path, location.href).href));
  const signOut = () => change(() => call(people.endPersonSessions, { personId }), t('people.signedOut')).then(close);
  const reset = async ({ reason }: { readonly reason: string }) => {
    if (await change(() => call(people.proposeSecondFactorReset, { personId, reason }), t('rights.proposed'))) close();
  };
  const items = ([...(hasPassword ? (['link'] as const) : []), 'sign-out', 'reset'] as const).map((key) => ({
    key,
    label: t(`people.account.${key}`),
    onClick: () => setDoing(key),
  }));
  return (
    <>
      <Dropdown menu={{ items }} trigger={['click']}>
        <Button size="small" aria-label={t('people.accountOf', { name: displayName })}>
          {t('people.accountActions')}
        </Button>
      </Dropdown>
      <Modal open={doing !== undefined} title={displayName} footer={null} destroyOnHidden onCancel={close}>
        {doing && !link && <Typography.Paragraph>{t(`people.accountLead.${doing}`)}</Typography.Paragraph>}
        {doing === 'link' &&
          (link ? (
            <LinkOnce link={link} />
          ) : (
            <Button type="primary" onClick={() => void makeLink()}>
              {t('people.account.link')}
            </Button>
          ))}
        {doing === 'sign-out' && (
          <Button type="primary" danger onClick={() => void signOut()}>
            {t('people.account.sign-out')}
          </Button>
        )}
        {doing === 'reset' && (
          <Form layout="vertical" onFinish={(fields: { reason: string }) => void reset(fields)}>
            <Form.Item name="reason" label={t('rights.reason')} rules={[{ required: true, whitespace: true, max: 1000 }]}>
              <Input.TextArea />
            </Form.Item>
            <Button type="primary" htmlType="submit">
              {t('rights.propose')}
            </Button>
          </Form>
        )}
      </Modal>
    </>
  );
}
