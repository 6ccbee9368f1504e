import { Collapse } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './ask.module.css';

/** What the model reasoned before it wrote, folded away and marked: nobody checked it, and nothing rests on it. */
export function Reasoning({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const panel = {
    key: 'reasoning',
    label: t('ask.reasoning.title'),
    children: (
      <>
        <p className={styles.unchecked}>{t('ask.reasoning.hint')}</p>
        <p className={styles.reasoning}>{text}</p>
      </>
    ),
  };
  return <Collapse size="small" items={[panel]} />;
}
