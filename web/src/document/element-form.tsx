// A better value for an element; of several, one a line.
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Element, ElementValue } from '../../../src/knowledge/elements-contract.ts';
import { DayInput } from '../language/day-input.tsx';
import styles from './document.module.css';

interface Properties {
  readonly name: Element['name'];
  readonly value: Element['value'];
  readonly onSettle: (value: ElementValue | null) => Promise<void>;
  readonly onCancel: () => void;
}

const lists: ReadonlySet<Element['name']> = new Set(['attachments', 'citations', 'repeals']);
const days: ReadonlySet<Element['name']> = new Set(['date', 'printDate', 'effectiveFrom']);

export function ElementForm({ name, value, onSettle, onCancel }: Properties) {
  const { t } = useTranslation();
  const [text, setText] = useState([value ?? ''].flat().join('\n'));
  const [isSaving, setSaving] = useState(false);
  const lines = text.split('\n').flatMap((line) => line.trim() || []);
  const save = async (given: ElementValue | null) => {
    setSaving(true);
    await onSettle(given);
    setSaving(false);
  };
  const label = t(`documents.element.${name}`);
  return (
    <div className={styles.elementForm}>
      {days.has(name) ? (
        <DayInput value={text} onChange={setText} />
      ) : (
        <Input.TextArea autoSize aria-label={label} value={text} onChange={({ target }) => setText(target.value)} />
      )}
      <span className={styles.elementMarks}>
        <Button
          size="small"
          type="primary"
          loading={isSaving}
          disabled={lines.length === 0}
          onClick={() => void save(lists.has(name) ? lines : lines.join(''))}
        >
          {t('states.save')}
        </Button>
        <Button size="small" onClick={() => void save(null)}>
          {t('documents.sayNone')}
        </Button>
        <Button size="small" type="text" onClick={onCancel}>
          {t('documents.cancel')}
        </Button>
      </span>
    </div>
  );
}
