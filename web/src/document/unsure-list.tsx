// Places of which text recognition was unsure; each opens on the page that was scanned.
import { useTranslation } from 'react-i18next';
import type { UnsurePlace } from '../../../src/knowledge/elements-contract.ts';
import styles from './document.module.css';

interface Properties {
  readonly places: readonly UnsurePlace[];
  readonly onShow: (place: UnsurePlace) => void;
}

export function UnsureList({ places, onShow }: Properties) {
  const { t } = useTranslation();
  return (
    <section aria-label={t('documents.unsure')} className={styles.panel}>
      <h3>{t('documents.unsure')}</h3>
      <p className={styles.soft}>{t('documents.unsureLead', { count: places.length })}</p>
      <ul className={styles.unsure}>
        {places.map((place) => (
          <li key={place.span.start}>
            <button type="button" className={styles.unsurePlace} onClick={() => onShow(place)}>
              {place.before}
              <mark>{place.text}</mark>
              {place.after}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
