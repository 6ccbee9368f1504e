import { CopyOutlined } from '@ant-design/icons';
import { App, Button } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { answerText } from './answer-text.ts';

export function CopyAnswer({ answer }: { readonly answer: Answer }) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const words = {
    sources: t('ask.sources'),
    page: (page: number) => t('ask.page', { page }),
    written: t('ask.written'),
    opinions: t('ask.opinions'),
  };
  const copy = () =>
    navigator.clipboard.writeText(answerText(answer, words)).then(
      () => message.success(t('ask.copied')),
      () => message.error(t('ask.copyFailed')),
    );
  return (
    <Button icon={<CopyOutlined />} onClick={() => void copy()}>
      {t('ask.copy')}
    </Button>
  );
}
