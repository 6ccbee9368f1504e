// Setting how much a department, or each that has no limit of its own, may keep in the library.
import { Button, Form, InputNumber } from 'antd';
import { useTranslation } from 'react-i18next';
import { type Amounts, limitOperations } from '../../../src/knowledge/limits-contract.ts';
import { call } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';

interface Fields {
  readonly gigabytes: number | null;
  readonly documents: number | null;
}

interface Properties {
  readonly subject: string;
  readonly name: string;
  readonly limit: Amounts | null;
  readonly onClose: () => void;
}

const gigabyte = 1024 ** 3;

export function LibraryLimitForm({ subject, name, limit, onClose }: Properties) {
  const { t } = useTranslation();
  const change = useChange([limitOperations.listLibraryLimits, limitOperations.getLibraryRoom]);
  const save = async ({ gigabytes, documents }: Fields) => {
    const bytes = gigabytes === null ? null : Math.round(gigabytes * gigabyte);
    if (await change(() => call(limitOperations.setLibraryLimit, { subject, bytes, documents }), t('limits.saved'))) onClose();
  };
  const { bytes: most = null, documents = null } = limit ?? {};
  const initial: Fields = { gigabytes: most === null ? null : most / gigabyte, documents };
  return (
    <Dialog title={t('limits.setOf', { name })} onClose={onClose}>
      <Form layout="vertical" initialValues={initial} onFinish={(fields: Fields) => void save(fields)}>
        <Form.Item name="gigabytes" label={t('limits.gigabytes')}>
          <InputNumber min={0} max={1_000_000} precision={3} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item name="documents" label={t('limits.count')} extra={t('limits.emptyHint')}>
          <InputNumber min={0} max={100_000_000} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('limits.set')}
        </Button>
      </Form>
    </Dialog>
  );
}
