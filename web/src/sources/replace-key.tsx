// Another key for a bucket that is followed.
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as sources, type Source } from '../../../src/sources/contract.ts';
import { call } from '../api/call.ts';
import cards from '../frame/cards.module.css';
import { useChange } from '../rights/use-change.ts';
import { isWhole, KeyFields, noKey } from './key-fields.tsx';
import styles from './sources.module.css';

export function ReplaceKey({ id: sourceId, onDone }: Pick<Source, 'id'> & { readonly onDone: () => void }) {
  const { t } = useTranslation();
  const [key, setKey] = useState(noKey);
  const change = useChange([sources.listSources]);
  const replace = async () => {
    if (await change(() => call(sources.changeSource, { sourceId, key }), t('sources.keyReplaced'))) onDone();
  };
  return (
    <div className={`${cards.card} ${styles.add}`}>
      <KeyFields value={key} onChange={setKey} />
      <Button type="primary" disabled={!isWhole(key)} onClick={() => void replace()}>
        {t('sources.keyReplace')}
      </Button>
    </div>
  );
}
