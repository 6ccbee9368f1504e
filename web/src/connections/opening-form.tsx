// The settings of what is opened to others: what opens it further is proposed, with a reason.
import { Alert, App, Button, Form, Input } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';

interface Properties<Fields> {
  /** That of the one that is changed; undefined: one is made. */
  readonly name: string | undefined;
  readonly add: string;
  readonly waits: string;
  readonly shows: { readonly id: string };
  readonly initial: object;
  /** Resolves to the request that waits, if one does. */
  readonly save: (fields: Fields & { readonly reason: string }) => Promise<{ readonly changeId: string | null }>;
  readonly onSaved: () => void;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export const required = [{ required: true, whitespace: true }];

export function OpeningForm<Fields>({ name, add, waits, shows, initial, save, onSaved, onClose, children }: Properties<Fields>) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChange([shows]);
  const submit = async (fields: Fields & { readonly reason: string }) => {
    const send = async () => {
      if ((await save(fields)).changeId !== null) message.info(t('connections.proposed'));
    };
    if (await change(send, t('connections.done'))) onSaved();
  };
  return (
    <Dialog title={name === undefined ? add : t('connections.changeOf', { name })} onClose={onClose}>
      <Form layout="vertical" initialValues={initial} onFinish={(fields: Fields & { readonly reason: string }) => void submit(fields)}>
        <Form.Item>
          <Alert type="info" showIcon title={waits} />
        </Form.Item>
        {children}
        <Form.Item name="reason" label={t('connections.reason')} rules={required}>
          <Input maxLength={500} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('states.save')}
        </Button>
      </Form>
    </Dialog>
  );
}
