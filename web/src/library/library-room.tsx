// How much room is left for an editor's departments, where there is a limit.
import { useQuery } from '@tanstack/react-query';
import { Progress } from 'antd';
import { useTranslation } from 'react-i18next';
import { type KeptByDepartment, limitOperations, nearLimit } from '../../../src/knowledge/limits-contract.ts';
import { queryOf } from '../api/call.ts';
import { useFormat } from '../language/format.ts';
import { palette } from '../theme.ts';
import styles from './library.module.css';

export function LibraryRoom() {
  const { t } = useTranslation();
  const { data } = useQuery(queryOf(limitOperations.getLibraryRoom, {}));
  // Where it cannot be told, an import that does not fit says so.
  if (!data || data.departments.length === 0) return null;
  const highest = Math.max(0, ...data.departments.flatMap((kept) => limitedOf(kept).map(({ share }) => share)));
  return (
    <ul className={styles.room} aria-label={t('limits.title')}>
      {data.departments.map((kept) => (
        <Room key={kept.departmentId ?? ''} kept={kept} />
      ))}
      {highest >= nearLimit && <li className={styles.roomHint}>{t(highest >= 1 ? 'limits.full' : 'limits.near')}</li>}
    </ul>
  );
}

const measures = ['documents', 'bytes'] as const;

function limitedOf({ used, limit }: KeptByDepartment) {
  return measures.flatMap((measure) => {
    const most = limit?.[measure] ?? null;
    return most === null ? [] : [{ measure, most, share: most === 0 ? 1 : used[measure] / most }];
  });
}

function Room({ kept }: { readonly kept: KeptByDepartment }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { department, used } = kept;
  const name = department || t('limits.noDepartment');
  return (
    <li>
      <strong>{name}</strong>
      {limitedOf(kept).map(({ measure, most, share }) => {
        const shown = measure === 'bytes' ? format.bytes : format.number;
        const percent = Math.floor(share * 100);
        return (
          <span key={measure} className={styles.roomBar}>
            <Progress
              size="small"
              percent={Math.min(100, percent)}
              showInfo={false}
              status="normal"
              strokeColor={share >= 1 ? palette.seal : share >= nearLimit ? palette.amber : palette.teal}
              aria-label={t('limits.bar', { department: name, measure: t(`limits.${measure}`), share: percent })}
            />
            {t(`limits.${measure}`)} {t('limits.used', { used: shown(used[measure]), limit: shown(most) })}
          </span>
        );
      })}
    </li>
  );
}
