import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Nothing } from './nothing.tsx';

export function PageMissing() {
  const { t } = useTranslation();
  return (
    <Nothing sentence={t('states.pageMissing')}>
      <Link to="/">{t('states.backToAsk')}</Link>
    </Nothing>
  );
}
