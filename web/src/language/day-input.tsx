// A day as `YYYY-MM-DD`, empty for none, typed or picked from a calendar in the reader's language.
import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useTranslation } from 'react-i18next';
import 'dayjs/locale/zh-cn';
import { type Language, useLanguage } from './language.ts';

interface Properties {
  /** Given by a form, as are the others that are optional. */
  readonly id?: string;
  readonly value?: string;
  readonly onChange?: (day: string) => void;
  readonly size?: 'small' | 'middle';
}

const written = 'YYYY-MM-DD';
const locales: Record<Language, string> = { zh: 'zh-cn', en: 'en' };

export function DayInput({ id, value, onChange, size = 'middle' }: Properties) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  return (
    <DatePicker
      id={id ?? ''}
      value={value ? dayjs(value).locale(locales[language]) : null}
      format={written}
      placeholder={t('states.dayFormat')}
      size={size}
      onChange={(day) => onChange?.(day ? day.format(written) : '')}
    />
  );
}
