import { FileProtectOutlined } from '@ant-design/icons';
import { Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';

/** Says who writes here: nobody, the sentences are those of the sources. */
export function EngineBadge() {
  const { t } = useTranslation();
  return (
    <Tooltip title={t('ask.engineHint')}>
      <Tag icon={<FileProtectOutlined aria-hidden />} color="processing" tabIndex={0}>
        {t('ask.engine')}
      </Tag>
    </Tooltip>
  );
}
