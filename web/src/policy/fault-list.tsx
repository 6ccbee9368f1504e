// What is wrong with a text; a click leads to the line.
import { Alert, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PolicyFault } from '../../../src/policy/contract.ts';
import { useLanguage } from '../language/language.ts';
import styles from './policy.module.css';

export function FaultList({ faults, onGo }: { readonly faults: readonly PolicyFault[]; readonly onGo: (line: number) => void }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const list = (
    <ul className={styles.faults}>
      {faults.map((fault) => (
        <li key={`${fault.line} ${fault.en}`}>
          {fault.line !== null && (
            <Button type="link" size="small" onClick={() => onGo(fault.line ?? 1)}>
              {t('policy.line', { line: fault.line })}
            </Button>
          )}
          {fault[language]}
        </li>
      ))}
    </ul>
  );
  return <Alert type="error" showIcon role="alert" title={t('policy.invalid')} description={list} />;
}
