import { Button, Input, InputNumber } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as sources } from '../../../src/sources/contract.ts';
import { call } from '../api/call.ts';
import { ImportOptionFields } from '../library/import-options.tsx';
import type { ImportOptions } from '../library/use-imports.ts';
import cards from '../frame/cards.module.css';
import { useChange } from '../rights/use-change.ts';
import { isWhole, KeyFields, noKey } from './key-fields.tsx';
import styles from './sources.module.css';

const usualMinutes = 15;

export function AddSource({ places }: { readonly places: readonly string[] }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [place, setPlace] = useState(places[0] ?? '');
  const [everyMinutes, setEvery] = useState(usualMinutes);
  const [options, setOptions] = useState<ImportOptions>({});
  const [key, setKey] = useState(noKey);
  const isBucket = /^https?:\/\//i.test(place);
  const change = useChange([sources.listSources]);
  const add = async () => {
    const about = { name, place, everyMinutes, ...options, ...(isBucket && { key }) };
    if (!(await change(() => call(sources.addSource, about), t('sources.added')))) return;
    setName('');
    setKey(noKey);
  };
  return (
    <section aria-label={t('sources.add')} className={`${cards.card} ${styles.add}`}>
      <p className={cards.facts}>{t('sources.allowed', { places: places.join(', ') })}</p>
      <div className={styles.fields}>
        <label>
          <span>{t('sources.name')}</span>
          <Input value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        </label>
        <label>
          <span>{t('sources.place')}</span>
          <Input value={place} maxLength={1000} onChange={(event) => setPlace(event.target.value)} />
        </label>
        <label>
          <span>{t('sources.every')}</span>
          <InputNumber min={1} max={10_080} value={everyMinutes} onChange={(value) => setEvery(value ?? usualMinutes)} />
        </label>
      </div>
      {isBucket && <KeyFields value={key} onChange={setKey} />}
      <ImportOptionFields options={options} onChange={setOptions} />
      <Button type="primary" disabled={name.trim() === '' || place.trim() === '' || (isBucket && !isWhole(key))} onClick={() => void add()}>
        {t('sources.add')}
      </Button>
    </section>
  );
}
