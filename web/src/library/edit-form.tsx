import { App, Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Document, documentSchema, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { call } from '../api/call.ts';
import { DayInput } from '../language/day-input.tsx';
import { useLibraryChange } from './use-documents.ts';

interface Fields {
  readonly title: string;
  readonly department: string;
  readonly grade: Document['grade'];
  /** Empty when the document says nothing of it. */
  readonly effectiveOn: string;
  readonly expiredOn: string;
  readonly reviewOn: string;
}

/** What a knowledge editor may correct: the document's own properties and the validity of its newest version. */
export function EditForm({ document }: { readonly document: Document }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useLibraryChange();
  const [isSaving, setSaving] = useState(false);
  const { id, title, department, grade, latest, reviewOn } = document;
  const initial: Fields = {
    title,
    department,
    grade,
    effectiveOn: latest.effectiveOn ?? '',
    expiredOn: latest.expiredOn ?? '',
    reviewOn: reviewOn ?? '',
  };
  const save = async ({ effectiveOn, expiredOn, reviewOn: review, ...fields }: Fields) => {
    setSaving(true);
    const input = { ...fields, documentId: id, effectiveOn: effectiveOn || null, expiredOn: expiredOn || null, reviewOn: review || null };
    if (await change(() => call(knowledge.updateDocument, input))) message.success(t('library.saved'));
    setSaving(false);
  };
  const grades = documentSchema.shape.grade.options.map((value) => ({ value, label: t(`grade.${value}`) }));
  return (
    <Form layout="vertical" initialValues={initial} onFinish={(fields: Fields) => void save(fields)}>
      <Form.Item name="title" label={t('library.titleField')} rules={[{ required: true, whitespace: true, max: 500 }]}>
        <Input />
      </Form.Item>
      <Form.Item name="department" label={t('library.department')}>
        <Input maxLength={100} />
      </Form.Item>
      <Form.Item name="grade" label={t('library.grade')}>
        <Select options={grades} />
      </Form.Item>
      <Form.Item name="effectiveOn" label={t('library.facts.effectiveOn')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="expiredOn" label={t('library.facts.expiredOn')}>
        <DayInput />
      </Form.Item>
      <Form.Item name="reviewOn" label={t('library.reviewOn')}>
        <DayInput />
      </Form.Item>
      <Button type="primary" htmlType="submit" loading={isSaving}>
        {t('states.save')}
      </Button>
    </Form>
  );
}
