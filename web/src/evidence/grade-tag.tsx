import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import type { documentSchema } from '../../../src/knowledge/contract.ts';

type Grade = z.infer<typeof documentSchema>['grade'];
const colours: Record<Grade, string> = { public: 'default', internal: 'processing', sensitive: 'warning', important: 'error' };

export function GradeTag({ grade }: { readonly grade: Grade }) {
  const { t } = useTranslation();
  return (
    <Tag color={colours[grade]} title={t('grade.label')}>
      {t(`grade.${grade}`)}
    </Tag>
  );
}
