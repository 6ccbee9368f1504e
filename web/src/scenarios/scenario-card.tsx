import { Button, Collapse, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import type { Scenario } from '../../../src/scenarios/contract.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { Fact } from '../frame/fact.tsx';
import { ChecksLine } from './checks-line.tsx';
import styles from './scenarios.module.css';
import { VersionList } from './version-list.tsx';

interface Properties {
  readonly scenario: Scenario;
  /** For whoever may. */
  readonly onChange?: () => void;
}

export function ScenarioCard({ scenario, onChange }: Properties) {
  const { t } = useTranslation();
  const { name, title, version, purpose, inputGrade, engine, modelNames, contact, checks } = scenario;
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <Tag>{t(`scenarios.engine.${engine}`)}</Tag>
        {onChange && (
          <Button size="small" aria-label={t('scenarios.changeOf', { title })} onClick={onChange}>
            {t('scenarios.change')}
          </Button>
        )}
      </div>
      <p className={styles.soft}>
        {name} · {t('scenarios.version', { version })}
      </p>
      <p className={styles.purpose}>{purpose}</p>
      <dl>
        <Fact name={t('scenarios.inputGrade')}>
          <GradeTag grade={inputGrade} />
        </Fact>
        {modelNames.length > 0 && <Fact name={t('scenarios.models')}>{modelNames.join(t('ask.listSeparator'))}</Fact>}
        {contact !== null && <Fact name={t('scenarios.contact')}>{contact}</Fact>}
        {engine !== 'relay' && (
          <Fact name={t('scenarios.checks')}>
            <ChecksLine engine={engine} checks={checks} />
          </Fact>
        )}
      </dl>
      {version > 1 && (
        <Collapse
          ghost
          size="small"
          destroyOnHidden
          items={[{ key: 'versions', label: t('scenarios.versions', { count: version }), children: <VersionList name={name} /> }]}
        />
      )}
    </li>
  );
}
