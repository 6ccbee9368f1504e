// An element that reading did not find, given by an editor.
import { Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Element, type ElementValue, elementNameSchema } from '../../../src/knowledge/elements-contract.ts';
import styles from './document.module.css';
import { ElementForm } from './element-form.tsx';

interface Properties {
  readonly known: readonly Element['name'][];
  readonly onSettle: (name: Element['name'], value: ElementValue | null) => Promise<boolean>;
}

export function MissingElement({ known, onSettle }: Properties) {
  const { t } = useTranslation();
  const [name, setName] = useState<Element['name']>();
  const options = elementNameSchema.options
    .filter((one) => !known.includes(one))
    .map((value) => ({ value, label: t(`documents.element.${value}`) }));
  return (
    <div className={styles.missing}>
      <Select
        aria-label={t('documents.addElement')}
        placeholder={t('documents.addElement')}
        value={name ?? null}
        options={options}
        onChange={(chosen: Element['name'] | null) => setName(chosen ?? undefined)}
      />
      {name && (
        <ElementForm
          key={name}
          name={name}
          value={null}
          onCancel={() => setName(undefined)}
          onSettle={async (value) => {
            if (await onSettle(name, value)) setName(undefined);
          }}
        />
      )}
    </div>
  );
}
