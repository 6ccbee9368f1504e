// A new scenario, or the next version of one: says, while it is filled in, whether a second person will be asked.
import { useQuery } from '@tanstack/react-query';
import { Alert, App, Button, Form, Input, InputNumber, Segmented, Select, Switch } from 'antd';
import { useTranslation } from 'react-i18next';
import { grades } from '../../../src/base/grade.ts';
import { priorities } from '../../../src/base/priority.ts';
import { operations as models } from '../../../src/models/contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { type AnswerJudge, usualChecks } from '../../../src/scenarios/checks-contract.ts';
import { engines, operations, type Scenario, type ScenarioWish, takesTwo } from '../../../src/scenarios/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { call, queryOf } from '../api/call.ts';
import { Dialog } from '../frame/dialog.tsx';
import { useChange } from '../rights/use-change.ts';
import { JudgeFields, ReasoningField } from './judge-fields.tsx';
import styles from './scenarios.module.css';
import { ThresholdField } from './threshold-field.tsx';

type Fields = ScenarioWish & { readonly reason?: string };

interface Properties {
  /** The version that it follows; undefined: there is none yet. */
  readonly before: Scenario | undefined;
  readonly onClose: () => void;
}

const standard: Omit<ScenarioWish, 'name' | 'title' | 'purpose'> = {
  inputGrade: 'internal',
  collectionIds: [],
  engine: 'extractive',
  modelNames: [],
  priority: 'interactive',
  share: 1,
  contact: null,
  checks: usualChecks,
};

export function ScenarioForm({ before, onClose }: Properties) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const { mode } = usePerson();
  const change = useChange([operations.listScenarios, operations.listScenarioVersions, people.listChanges]);
  const [form] = Form.useForm<Fields>();
  const wish = wishOf(before, Form.useWatch([], form));
  const mustWait = mode !== 'solo' && takesTwo(before, wish);
  const save = async ({ reason, ...fields }: Fields) => {
    const isSaved = await change(
      async () => {
        const given = reason?.trim() ? { reason: reason.trim() } : {};
        const { changeId } = await call(operations.addScenarioVersion, { ...wishOf(before, fields), ...given });
        if (changeId !== null) message.info(t('scenarios.waiting'));
      },
      t(mustWait ? 'scenarios.proposed' : 'scenarios.saved'),
    );
    if (isSaved) onClose();
  };
  const title = before ? t('scenarios.changeOf', { title: before.title }) : t('scenarios.add');
  return (
    <Dialog title={title} onClose={onClose} width={720}>
      <Form form={form} layout="vertical" initialValues={before ?? standard} onFinish={(fields: Fields) => void save(fields)}>
        {!before && (
          <Form.Item
            name="name"
            label={t('scenarios.name')}
            extra={t('scenarios.nameHint')}
            rules={[{ required: true, pattern: /^[a-z0-9][a-z0-9-]{0,63}$/ }]}
          >
            <Input autoComplete="off" />
          </Form.Item>
        )}
        <Form.Item name="title" label={t('scenarios.titleLabel')} rules={[{ required: true, max: 200 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="purpose" label={t('scenarios.purpose')} rules={[{ required: true, max: 2000 }]}>
          <Input.TextArea rows={2} />
        </Form.Item>
        <Form.Item name="inputGrade" label={t('scenarios.inputGrade')}>
          <Segmented aria-label={t('scenarios.inputGrade')} options={grades.map((value) => ({ value, label: t(`grade.${value}`) }))} />
        </Form.Item>
        <Form.Item name="engine" label={t('scenarios.engineLabel')}>
          <Segmented
            block
            vertical
            className={styles.engines ?? ''}
            aria-label={t('scenarios.engineLabel')}
            options={engines.map((value) => ({ value, label: t(`scenarios.engine.${value}`) }))}
          />
        </Form.Item>
        {wish.engine !== 'extractive' && <ModelField />}
        <Form.Item name="contact" label={t('scenarios.contact')} extra={t('scenarios.contactHint')} rules={[{ max: 200 }]}>
          <Input />
        </Form.Item>
        <Form.Item name="priority" label={t('scenarios.priorityLabel')}>
          <Segmented
            aria-label={t('scenarios.priorityLabel')}
            options={priorities.map((value) => ({ value, label: t(`scenarios.priority.${value}`) }))}
          />
        </Form.Item>
        <Form.Item name="share" label={t('scenarios.share')} extra={t('scenarios.shareHint')}>
          <InputNumber min={1} max={100} precision={0} controls={false} />
        </Form.Item>
        {wish.engine !== 'relay' && <ChecksFields engine={wish.engine} />}
        {wish.engine === 'generative' && <JudgeFields hasJudge={wish.checks.judge !== null} />}
        {wish.engine !== 'extractive' && <ReasoningField />}
        {mustWait && (
          <>
            <Alert type="info" showIcon title={t('scenarios.takesTwo')} className={styles.note ?? ''} />
            <Form.Item name="reason" label={t('scenarios.reason')} rules={[{ required: true, max: 500 }]}>
              <Input.TextArea rows={2} />
            </Form.Item>
          </>
        )}
        <Button type="primary" htmlType="submit">
          {t(mustWait ? 'scenarios.propose' : before ? 'scenarios.saveVersion' : 'scenarios.add', { version: (before?.version ?? 0) + 1 })}
        </Button>
      </Form>
    </Dialog>
  );
}

function ModelField() {
  const { t } = useTranslation();
  const mayList = usePerson().permissions.includes('models.read');
  const { data } = useQuery({ ...queryOf(models.listModels, {}), enabled: mayList });
  return (
    <Form.Item name="modelNames" label={t('scenarios.models')} rules={[{ required: true, type: 'array', min: 1 }]}>
      <Select mode="tags" options={data?.models.map(({ name }) => ({ value: name, label: name })) ?? []} />
    </Form.Item>
  );
}

function ChecksFields({ engine }: Pick<Scenario, 'engine'>) {
  const { t } = useTranslation();
  return (
    <fieldset className={styles.fieldset}>
      <legend>{t('scenarios.checks')}</legend>
      <p className={styles.soft}>{t('scenarios.checksLead')}</p>
      {engine === 'generative' && (
        <Form.Item name={['checks', 'supportedFrom']} label={t('scenarios.supportedFrom')} extra={t('scenarios.supportedFromHint')}>
          <ThresholdField check="supportedFrom" />
        </Form.Item>
      )}
      <Form.Item
        name={['checks', 'answeredFrom']}
        label={t('scenarios.answeredFrom')}
        extra={t(`scenarios.answeredFromHint.${engine === 'generative' ? 'generative' : 'extractive'}`)}
      >
        <ThresholdField check="answeredFrom" />
      </Form.Item>
      {engine === 'generative' && (
        <Form.Item
          name={['checks', 'showOpinions']}
          label={t('scenarios.showOpinions')}
          extra={t('scenarios.showOpinionsHint')}
          valuePropName="checked"
        >
          <Switch />
        </Form.Item>
      )}
    </fieldset>
  );
}

/** What is asked for with what is in the fields; a field that is not shown stays as it was. */
function wishOf(before: Scenario | undefined, fields: Partial<Fields> | undefined): ScenarioWish {
  const { id: _, version: __, ...was } = before ?? { id: '', version: 0, name: '', title: '', purpose: '', ...standard };
  const { reason: ___, ...given } = fields ?? {};
  const { judge = was.checks.judge, ...checks } = given.checks ?? {};
  const wish = {
    ...was,
    ...given,
    checks: { ...was.checks, ...checks, judge: judgeOf(judge, given.engine ?? was.engine) },
    contact: (given.contact ?? was.contact)?.trim() || null,
  };
  return wish.engine === 'extractive' ? { ...wish, modelNames: [] } : wish;
}

/** Whose field is empty, or who has nothing to judge, is none. */
function judgeOf(judge: Partial<AnswerJudge> | null, engine: Scenario['engine']): AnswerJudge | null {
  if (engine !== 'generative' || !judge?.model?.trim()) return null;
  return { model: judge.model.trim(), isRequired: judge.isRequired ?? false, seconds: judge.seconds ?? 10 };
}
