// Making an answer box, or changing one.
import { Form, Input, InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { type AnswerBox, type BoxSettings, boxLanguages, operations as boxes } from '../../../src/answer-box/contract.ts';
import { call } from '../api/call.ts';
import styles from './connections.module.css';
import { OpeningForm, required } from './opening-form.tsx';

export interface FitScenario {
  readonly name: string;
  readonly title: string;
}
interface Fields extends Omit<BoxSettings, 'origins'> {
  readonly origins: string;
}
interface Properties {
  readonly scenarios: readonly FitScenario[];
  readonly box: AnswerBox | undefined;
  readonly onClose: () => void;
}

const usual = { language: 'auto', greeting: '', perAddress: 10, perBox: 120 } as const;

export function BoxForm({ scenarios, box, onClose }: Properties) {
  const { t } = useTranslation();
  const save = ({ origins: lines, ...fields }: Fields) => {
    const settings = { ...fields, origins: lines.split(/\s+/).filter((line) => line !== '') };
    return box ? call(boxes.changeAnswerBox, { ...settings, boxId: box.id }) : call(boxes.addAnswerBox, settings);
  };
  return (
    <OpeningForm
      name={box?.title}
      add={t('connections.add')}
      waits={t('connections.waits')}
      shows={boxes.listAnswerBoxes}
      initial={box ? { ...box, origins: box.origins.join('\n') } : { ...usual, origins: '', scenario: scenarios[0]?.name }}
      save={save}
      onSaved={onClose}
      onClose={onClose}
    >
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
          <InputNumber min={1} max={600} precision={0} controls={false} />
        </Form.Item>
        <Form.Item name="perBox" label={t('connections.perBox')} rules={[{ required: true }]}>
          <InputNumber min={1} max={6000} precision={0} controls={false} />
        </Form.Item>
      </div>
    </OpeningForm>
  );
}
