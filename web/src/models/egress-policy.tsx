// The policy on what may be sent where: its rules as sentences, and the text that is asked.
import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as models } from '../../../src/models/contract.ts';
import { queryOf } from '../api/call.ts';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import styles from './models.module.css';

export function EgressPolicy() {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { data, error, refetch } = useQuery(queryOf(models.getEgressPolicy, {}));
  return (
    <>
      <p className={styles.soft}>{t('models.policyLead')}</p>
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      <ul className={styles.list}>
        {data?.rules.map(({ id, effect, ...sentence }) => (
          <li key={id} className={styles.card}>
            <Tag color={effect === 'permit' ? 'success' : 'error'}>{t(`policy.kind.${effect}`)}</Tag> {sentence[language]}
          </li>
        ))}
      </ul>
      {data && (
        <details>
          <summary>{t('models.policyText')}</summary>
          <pre className={styles.text}>{data.text}</pre>
        </details>
      )}
    </>
  );
}
