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
  const items = wishes.map((wish) => ({
    key: `${wish.what} ${wish.format}`,
    label: t(`ask.export.${wish.what}`, { format: t(`ask.export.${wish.format}`) }),
    onClick: () => save(prepareRequest(exportOperations.exportAnswer, { runId, language, ...wish }).url),
  }));
  return (
    // oxlint-disable-next-line jsx-a11y/no-autofocus -- not of the page: a menu takes the focus when it is opened (WAI-ARIA menu button).
    <Dropdown menu={{ items }} trigger={['click']} autoFocus>
      <Button icon={<DownloadOutlined />} aria-haspopup="menu">
        {t('ask.export.title')}
      </Button>
    </Dropdown>
  );
}

/** As a link does; by the keyboard a link in a menu is not followed. */
function save(url: string): void {
  const link = document.createElement('a');
  link.href = url;
  link.download = '';
  link.click();
}
