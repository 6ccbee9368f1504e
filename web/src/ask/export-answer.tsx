// Takes an answer, or the conversation that it belongs to, out as a document; the server makes it and puts it on record.
import { DownloadOutlined } from '@ant-design/icons';
import { Button, Dropdown } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';
import { exportFormats, exportOperations } from '../../../src/answer/export-contract.ts';
import { prepareRequest } from '../../../src/base/prepare-request.ts';
import { useLanguage } from '../language/language.ts';

export function ExportAnswer({ answer: { runId, conversationId } }: { readonly answer: Answer }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const wishes = (conversationId === null ? (['answer'] as const) : (['answer', 'conversation'] as const)).flatMap((what) =>
    exportFormats.map((format) => ({ what, format })),
  );
  const items = wishes.map(({ what, format }) => ({
    key: `${what} ${format}`,
    label: (
      <a href={prepareRequest(exportOperations.exportAnswer, { runId, what, format, language }).url} download>
        {t(`ask.export.${what}`, { format: t(`ask.export.${format}`) })}
      </a>
    ),
  }));
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button icon={<DownloadOutlined />} aria-haspopup="menu">
        {t('ask.export.title')}
      </Button>
    </Dropdown>
  );
}
