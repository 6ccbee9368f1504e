// Whether a rule is in force, with the days that decide it.
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Version } from '../../../src/knowledge/contract.ts';

type Facts = Pick<Version, 'validity' | 'effectiveOn' | 'expiredOn'>;
const colours: Record<Version['validity'], string> = {
  'in-force': 'success',
  'not-yet-in-force': 'warning',
  expired: 'error',
  replaced: 'error',
  undated: 'default',
};

export function ValidityTag({ version }: { readonly version: Facts }) {
  const { t } = useTranslation();
  return <Tag color={colours[version.validity]}>{t(`validity.${version.validity}`)}</Tag>;
}

export function ValidityDates({ version }: { readonly version: Facts }) {
  const { t } = useTranslation();
  const dates = [
    version.effectiveOn && t('validity.from', { date: version.effectiveOn }),
    version.expiredOn && t('validity.until', { date: version.expiredOn }),
  ].filter(Boolean);
  return dates.length > 0 ? <span>{dates.join(' · ')}</span> : null;
}
