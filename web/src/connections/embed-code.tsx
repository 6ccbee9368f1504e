// What is put into the pages of a site to show the box there.
import { Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { AnswerBox } from '../../../src/answer-box/contract.ts';
import { Dialog } from '../frame/dialog.tsx';

export function EmbedCode({ box, onClose }: { readonly box: AnswerBox; readonly onClose: () => void }) {
  const { t } = useTranslation();
  const { id, script, page } = box;
  const title = escaped(box.title);
  const codes = [
    [t('connections.codeHint'), `<script src="${script}" data-box="${id}" data-title="${title}" async></script>`],
    [t('connections.codeButton'), `<script src="${script}" data-box="${id}" data-title="${title}" data-mode="button" async></script>`],
    [t('connections.codeFrame'), `<iframe src="${page}" title="${title}" width="100%" height="560" loading="lazy"></iframe>`],
  ] as const;
  return (
    <Dialog title={t('connections.code')} onClose={onClose}>
      {codes.map(([label, code]) => (
        <div key={label}>
          {label}
          <Typography.Paragraph copyable code style={{ wordBreak: 'break-all' }}>
            {code}
          </Typography.Paragraph>
        </div>
      ))}
    </Dialog>
  );
}

/** Inside an attribute in double quotes. */
function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}
