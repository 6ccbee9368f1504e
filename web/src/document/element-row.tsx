import { AimOutlined, CheckOutlined, EditOutlined } from '@ant-design/icons';
import { Button, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Element, ElementValue } from '../../../src/knowledge/elements-contract.ts';
import styles from './document.module.css';
import { ElementForm } from './element-form.tsx';

interface Properties {
  readonly element: Element;
  readonly maySettle: boolean;
  /** Opens its place in the source. */
  readonly onShow: (() => void) | undefined;
  readonly onSettle: (value: ElementValue | null) => Promise<boolean>;
}

const colours: Record<Element['source'], string> = { read: 'default', confirmed: 'success', corrected: 'processing' };

export function ElementRow({ element, maySettle, onShow, onSettle }: Properties) {
  const { t } = useTranslation();
  const [isEditing, setEditing] = useState(false);
  const { name, value, source, read, span, confidence, isRecognised } = element;
  const label = t(`documents.element.${name}`);
  return (
    <li className={styles.element}>
      <span className={styles.elementName}>{label}</span>
      <div className={styles.elementValue}>
        <Written value={value} />
        <span className={styles.elementMarks}>
          <Tag color={colours[source]}>{t(`documents.source.${source}`)}</Tag>
          {source === 'read' && confidence !== null && (
            <span className={styles.soft}>{t('documents.confidence', { percent: Math.round(100 * confidence) })}</span>
          )}
          {source === 'read' && isRecognised && <Tag color="warning">{t('documents.recognised')}</Tag>}
          {source === 'corrected' && (
            <span className={styles.soft}>
              {read === null ? t('documents.notRead') : t('documents.wasRead', { value: [read].flat().join('；') })}
            </span>
          )}
        </span>
        {isEditing && (
          <ElementForm
            name={name}
            value={value ?? read}
            onCancel={() => setEditing(false)}
            onSettle={async (given) => {
              if (await onSettle(given)) setEditing(false);
            }}
          />
        )}
      </div>
      <span className={styles.elementActions}>
        {onShow && span && (
          <Button
            type="text"
            icon={<AimOutlined />}
            aria-label={t('documents.show', { name: label })}
            title={t('documents.show', { name: label })}
            onClick={onShow}
          />
        )}
        {maySettle && !isEditing && (
          <>
            {source === 'read' && (
              <Button
                size="small"
                icon={<CheckOutlined />}
                aria-label={t('documents.confirmOf', { name: label })}
                onClick={() => void onSettle(value)}
              >
                {t('documents.confirm')}
              </Button>
            )}
            <Button
              size="small"
              icon={<EditOutlined />}
              aria-label={t('documents.correctOf', { name: label })}
              onClick={() => setEditing(true)}
            >
              {t('documents.correct')}
            </Button>
          </>
        )}
      </span>
    </li>
  );
}

function Written({ value }: { readonly value: Element['value'] }) {
  const { t } = useTranslation();
  if (value === null) return <em>{t('documents.none')}</em>;
  if (typeof value === 'string') return <span>{value}</span>;
  return (
    <ul>
      {value.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  );
}
