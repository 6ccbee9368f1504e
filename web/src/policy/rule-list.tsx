// The rules of a policy, each as a sentence; its text for those who want it.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { PolicyRule } from '../../../src/policy/contract.ts';
import { useLanguage } from '../language/language.ts';
import styles from './policy.module.css';

export function RuleList({ rules }: { readonly rules: readonly PolicyRule[] }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <ol className={styles.cards}>
      {rules.map((rule) => (
        <li key={rule.id} className={styles.rule}>
          <Tag color={rule.effect === 'forbid' ? 'error' : 'success'}>{t(`policy.kind.${rule.effect}`)}</Tag>
          {rule[language]}
          <details>
            <summary>
              <code>{rule.id}</code>
            </summary>
            <pre className={styles.code}>{rule.text}</pre>
          </details>
        </li>
      ))}
    </ol>
  );
}
