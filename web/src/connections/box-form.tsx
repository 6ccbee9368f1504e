// Making an answer box, or changing one.
import { Alert, App, Button, Form, Input, InputNumber, Modal, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type AnswerBox, type BoxSettings, boxLanguages, operations as boxes } from '../../../src/answer-box/contract.ts';
import { call } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';
import styles from './connections.module.css';

export interface FitScenario {
  readonly name: string;
  readonly title: string;
}
interface Fields extends Omit<BoxSettings, 'origins'> {
  readonly origins: string;
  readonly reason: string;
}
interface Properties {
  readonly scenarios: readonly FitScenario[];
  readonly box: AnswerBox | undefined;
  readonly onClose: () => void;
}

const usual = { language: 'auto', greeting: '', perAddress: 10, perBox: 120 } as const;

export function BoxForm({ scenarios, box, onClose }: Properties) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChange([boxes.listAnswerBoxes]);
  const save = async ({ origins: lines, ...fields }: Fields) => {
    const origins = lines
      .split(/\s+/)
      .map((line) => line.trim())
      .filter((line) => line !== '');
    const send = async () => {
      const settings = { ...fields, origins };
      const { changeId } = await (box ? call(boxes.changeAnswerBox, { ...settings, boxId: box.id }) : call(boxes.addAnswerBox, settings));
      if (changeId !== null) message.info(t('connections.proposed'));
    };
    if (await change(send, t('connections.done'))) onClose();
  };
  const initial = box ? { ...box, origins: box.origins.join('\n') } : { ...usual, origins: '', scenario: scenarios[0]?.name };
  const required = [{ required: true, whitespace: true }];
  return (
    <Modal open title={box ? t('connections.changeOf', { name: box.title }) : t('connections.add')} footer={null} onCancel={onClose}>
      <Form layout="vertical" initialValues={initial} onFinish={(fields: Fields) => void save(fields)}>
        <Form.Item>
          <Alert type="info" showIcon title={t('connections.waits')} />
        </Form.Item>
        <Form.Item name="title" label={t('connections.name')} rules={required}>
          <Input maxLength={60} />
        </Form.Item>
        <Form.Item name="greeting" label={t('connections.greeting')} extra={t('connections.greetingHint')}>
          <Input.TextArea rows={2} maxLength={500} />
        </Form.Item>
        <Form.Item name="scenario" label={t('connections.scenario')} rules={[{ required: true }]}>
          <Select options={scenarios.map(({ name, title }) => ({ value: name, label: title }))} />
        </Form.Item>
        <Form.Item name="language" label={t('connections.language')}>
          <Select options={boxLanguages.map((value) => ({ value, label: t(`connections.languageOf.${value}`) }))} />
        </Form.Item>
        <Form.Item name="origins" label={t('connections.origins')} extra={t('connections.originsHint')}>
          <Input.TextArea rows={2} />
        </Form.Item>
        <div className={styles.pair}>
          <Form.Item name="perAddress" label={t('connections.perAddress')} rules={[{ required: true }]}>
            <InputNumber min={1} max={600} precision={0} />
          </Form.Item>
          <Form.Item name="perBox" label={t('connections.perBox')} rules={[{ required: true }]}>
            <InputNumber min={1} max={6000} precision={0} />
          </Form.Item>
        </div>
        <Form.Item name="reason" label={t('connections.reason')} rules={required}>
          <Input maxLength={500} />
        </Form.Item>
        <Button type="primary" htmlType="submit">
          {t('states.save')}
        </Button>
      </Form>
    </Modal>
  );
}
