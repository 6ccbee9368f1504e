// Answer boxes, with what each answers from and where it may stand.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as boxes } from '../../../src/answer-box/contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import cards from '../frame/cards.module.css';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import { BoxCard } from './box-card.tsx';
import { BoxForm } from './box-form.tsx';
import styles from './connections.module.css';

export function BoxPanel() {
  const { t } = useTranslation();
  const mayManage = usePerson().permissions.includes('connections.manage');
  const [isAdding, setAdding] = useState(false);
  const { data, error, refetch } = useQuery(queryOf(boxes.listAnswerBoxes, {}));
  return (
    <div className={styles.panel}>
      {mayManage && data && data.scenarios.length > 0 && (
        <Button type="primary" className={styles.add ?? ''} onClick={() => setAdding(true)}>
          {t('connections.add')}
        </Button>
      )}
      {isAdding && data && <BoxForm scenarios={data.scenarios} box={undefined} onClose={() => setAdding(false)} />}
      {error && <Fault error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading rows={4} />}
      {data?.scenarios.length === 0 && <Alert type="info" showIcon title={t('connections.noScenario')} />}
      {data?.boxes.length === 0 && data.scenarios.length > 0 && <Nothing sentence={t('connections.none')} />}
      <ul className={cards.list} aria-label={t('connections.tab.boxes')}>
        {data?.boxes.map((box) => (
          <BoxCard key={box.id} box={box} scenarios={data.scenarios} mayManage={mayManage} />
        ))}
      </ul>
    </div>
  );
}
