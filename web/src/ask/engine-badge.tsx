import { FileProtectOutlined, RobotOutlined } from '@ant-design/icons';
import { Tag, Tooltip } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Answer } from '../../../src/answer/contract.ts';

const icons = { extractive: <FileProtectOutlined aria-hidden />, generative: <RobotOutlined aria-hidden /> };

/** Says who writes here: nobody, the sentences are those of the sources; or a model, whose sentences were checked. */
export function EngineBadge({ engine }: { readonly engine: Answer['engine'] }) {
  const { t } = useTranslation();
  return (
    <Tooltip title={t(`ask.engineHint.${engine}`)}>
      <Tag icon={icons[engine]} color={engine === 'generative' ? 'purple' : 'processing'} tabIndex={0}>
        {t(`ask.engine.${engine}`)}
      </Tag>
    </Tooltip>
  );
}
