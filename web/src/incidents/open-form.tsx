import { Button, Form, Input, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { operations as incidents, type Severity, severitySchema } from '../../../src/incidents/contract.ts';
import { call } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';

interface Fields {
  readonly title: string;
  readonly severity: Severity;
  readonly text?: string;
}

export function OpenForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const change = useChange([incidents.listIncidents]);
  const open = ({ text, ...fields }: Fields) =>
    change(async () => {
      const { incident } = await call(incidents.openIncident, { ...fields, ...(text?.trim() ? { text } : {}) });
      void navigate(`/incidents/${incident.id}`);
    }, t('incidents.opened'));
  return (
    <Dialog title={t('incidents.open')} onClose={onClose}>
      <Form layout="vertical" initialValues={{ severity: 'medium' }} onFinish={(fields: Fields) => void open(fields)}>
        <Form.Item name="title" label={t('incidents.name')} rules={[{ required: true, whitespace: true, max: 200 }]}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item name="severity" label={t('incidents.severityLabel')}>
          <Segmented options={severitySchema.options.map((value) => ({ value, label: t(`incidents.severity.${value}`) }))} />
        </Form.Item>
        <Form.Item name="text" label={t('incidents.more')}>
          <Input.TextArea rows={4} maxLength={2000} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('incidents.open')}
        </Button>
      </Form>
    </Dialog>
  );
}
