// The grade: raised at once, lowered only when another person agrees.
import { Alert, Button, Input, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { grades, gradeRank } from '../../../src/base/grade.ts';
import { type Document, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { rightsOperations } from '../../../src/knowledge/rights-contract.ts';
import { call } from '../api/call.ts';
import { useChange } from './use-change.ts';
import styles from './rights.module.css';

interface Properties {
  readonly document: Document;
  /** On a site of one person there is nobody else to agree. */
  readonly isAlone: boolean;
}

export function GradeChange({ document: { id, grade }, isAlone }: Properties) {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState(grade);
  const [reason, setReason] = useState('');
  const change = useChange([rightsOperations.getDocumentRights, knowledge.getDocument, knowledge.listDocuments]);
  const isLower = !isAlone && gradeRank(wanted) < gradeRank(grade);
  const save = () =>
    isLower
      ? change(() => call(rightsOperations.proposeLowerGrade, { documentId: id, grade: wanted, reason }), t('rights.proposed'))
      : change(() => call(knowledge.updateDocument, { documentId: id, grade: wanted }));
  return (
    <section aria-labelledby="grade-change">
      <h3 id="grade-change">{t('rights.gradeChange')}</h3>
      <Segmented
        value={wanted}
        onChange={setWanted}
        options={grades.map((value) => ({ value, label: t(`grade.${value}`) }))}
        aria-label={t('rights.gradeChange')}
      />
      {isLower && (
        <>
          <Alert className={styles.note ?? ''} type="info" showIcon title={t('rights.lowerNote')} />
          <Input.TextArea
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            maxLength={1000}
            placeholder={t('rights.reason')}
            aria-label={t('rights.reason')}
          />
        </>
      )}
      {wanted !== grade && (
        <Button className={styles.note ?? ''} type="primary" disabled={isLower && reason.trim() === ''} onClick={() => void save()}>
          {t(isLower ? 'rights.propose' : 'states.save')}
        </Button>
      )}
    </section>
  );
}
