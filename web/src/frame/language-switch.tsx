import { TranslationOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';

export function LanguageSwitch() {
  const { t } = useTranslation();
  const { switchLanguage } = useLanguage();
  return (
    <Button type="text" icon={<TranslationOutlined />} aria-label={t('navigation.languageLabel')} onClick={switchLanguage}>
      {t('navigation.language')}
    </Button>
  );
}
