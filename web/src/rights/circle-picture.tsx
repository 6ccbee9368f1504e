// Three circles, one inside the other: everybody, the owner department with those below it, the cleared people of the owner
// department. The grade says which of them is let in; whoever is let in by name stands at its edge.
import { LoginOutlined } from '@ant-design/icons';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { DocumentRights, NamedGrant } from '../../../src/knowledge/rights-contract.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import styles from './rights.module.css';

interface Properties {
  readonly place: DocumentRights['place'];
  readonly grants: readonly NamedGrant[];
}

export function CirclePicture({ place: { grade, ownerPath, collection }, grants }: Properties) {
  const { t } = useTranslation();
  const owner = ownerPath.map(({ name }) => name).join(' › ') || t('rights.noOwner');
  const circle = grade === 'public' ? 'everybody' : grade === 'internal' ? 'tree' : 'cleared';
  const grantees = grants.map(({ grant, name, of }) => ({
    key: `${of} ${grant.to} ${grant.id} ${grant.action}`,
    label: `${grant.to === 'role' ? t(`roles.${grant.id}`) : name} · ${t(`rights.action.${grant.action}`)}${of === 'collection' ? ` · ${t('rights.byCollection')}` : ''}`,
  }));
  return (
    <figure className={styles.picture}>
      <div className={styles.everybody} data-in={circle === 'everybody'}>
        <span>{t('rights.circle.everybody')}</span>
        <div className={styles.tree} data-in={circle !== 'cleared'}>
          <span>{ownerPath.length > 0 ? t('rights.circle.tree', { owner }) : t('rights.circle.institution')}</span>
          <div className={styles.cleared} data-in>
            <span>{t(circle === 'cleared' ? 'rights.circle.cleared' : 'rights.circle.own', { grade: t(`grade.${grade}`) })}</span>
            <GradeTag grade={grade} />
          </div>
        </div>
      </div>
      {grantees.length > 0 && (
        <div className={styles.gate}>
          <LoginOutlined aria-hidden />
          <span>{t('rights.letIn')}</span>
          {grantees.map(({ key, label }) => (
            <Tag key={key} color="processing">
              {label}
            </Tag>
          ))}
        </div>
      )}
      <figcaption>{t(`rights.caption.${circle}`, { owner, collection: collection.name, grade: t(`grade.${grade}`) })}</figcaption>
    </figure>
  );
}
