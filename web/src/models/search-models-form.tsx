// Choosing the models that search uses; one outside the house waits for a second person.
import { Alert, App, Button, Form, Input, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as searchModels, type SearchModelsView } from '../../../src/knowledge/search-models-contract.ts';
import type { Model } from '../../../src/models/contract.ts';
import { operations as people } from '../../../src/people/contract.ts';
import { call } from '../api/call.ts';
import { useChange } from '../rights/use-change.ts';
import styles from './models.module.css';

interface Fields {
  readonly embedding?: string;
  readonly queryInstruction?: string;
  readonly rerank?: string;
  readonly reason?: string;
}

interface Properties {
  readonly shown: SearchModelsView;
  readonly models: readonly Model[];
}

export function SearchModelsForm({ shown, models }: Properties) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChange([searchModels.getSearchModels, people.listChanges]);
  const [form] = Form.useForm<Fields>();
  const chosen: Fields = Form.useWatch([], form) ?? {};
  const able = (ability: Model['abilities'][number]) =>
    models.filter(({ abilities, state }) => abilities.includes(ability) && state === 'active');
  const options = (ability: Model['abilities'][number]) =>
    able(ability).map(({ name, zone }) => ({ value: name, label: t('models.search.option', { name, zone: t(`models.zone.${zone}`) }) }));
  const mustWait = models.some(({ name, zone }) => zone === 'external' && (name === chosen.embedding || name === chosen.rerank));
  const save = ({ embedding = null, queryInstruction = '', rerank = null, reason }: { [Name in keyof Fields]: Fields[Name] | null }) =>
    change(async () => {
      const why = reason?.trim() ? { reason: reason.trim() } : {};
      const wish = { embedding, queryInstruction: queryInstruction ?? '', rerank, ...why };
      const { changeId } = await call(searchModels.setSearchModels, wish);
      if (changeId !== null) message.info(t('models.search.waiting'));
    }, t('models.search.saved'));
  const initial = {
    embedding: shown.embedding?.model,
    queryInstruction: shown.embedding?.queryInstruction,
    rerank: shown.rerank ?? undefined,
  };
  return (
    <section className={styles.card} aria-label={t('models.search.choose')} style={{ marginTop: 12 }}>
      <h2 className={styles.heading}>{t('models.search.choose')}</h2>
      {able('embeddings').length === 0 && <p className={styles.soft}>{t('models.search.noModel')}</p>}
      <Form form={form} layout="vertical" initialValues={initial} onFinish={(fields: Fields) => void save(fields)} style={{ marginTop: 8 }}>
        <Form.Item name="embedding" label={t('models.search.embedding')} extra={t('models.search.embeddingHint')}>
          <Select allowClear placeholder={t('models.search.wordsAlone')} options={options('embeddings')} />
        </Form.Item>
        <Form.Item name="queryInstruction" label={t('models.search.instruction')} extra={t('models.search.instructionHint')}>
          <Input maxLength={500} autoComplete="off" />
        </Form.Item>
        <Form.Item name="rerank" label={t('models.search.rerank')} extra={t('models.search.rerankHint')}>
          <Select allowClear placeholder={t('models.search.none')} options={options('rerank')} />
        </Form.Item>
        {mustWait && (
          <>
            <Alert type="info" showIcon title={t('models.search.takesTwo')} />
            <Form.Item name="reason" label={t('models.reason')} style={{ marginTop: 12 }}>
              <Input.TextArea rows={2} maxLength={500} />
            </Form.Item>
          </>
        )}
        <Button type="primary" htmlType="submit">
          {t('models.search.save')}
        </Button>
      </Form>
    </section>
  );
}
