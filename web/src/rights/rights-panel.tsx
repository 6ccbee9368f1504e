// Who can see a document and why: a picture of the circle that its grade draws, those let in besides, and everybody by name.
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Document } from '../../../src/knowledge/contract.ts';
import { rightsOperations } from '../../../src/knowledge/rights-contract.ts';
import { usePerson } from '../account/signed-in.tsx';
import { queryOf } from '../api/call.ts';
import { useLanguage } from '../language/language.ts';
import { Fault } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { CirclePicture } from './circle-picture.tsx';
import { GradeChange } from './grade-change.tsx';
import { CollectionGrants } from './collection-grants.tsx';
import { DocumentGrants } from './document-grants.tsx';
import { ReaderList } from './reader-list.tsx';
import styles from './rights.module.css';

export function RightsPanel({ document }: { readonly document: Document }) {
  const { t } = useTranslation();
  const { language } = useLanguage();
  const { permissions } = usePerson();
  const { data, error, refetch } = useQuery(queryOf(rightsOperations.getDocumentRights, { documentId: document.id }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading rows={6} />;
  const { mine, place, all } = data;
  return (
    <div className={styles.panel}>
      <section aria-labelledby="why-visible">
        <h3 id="why-visible">{t('rights.why')}</h3>
        {mine.rules.length === 0 ? (
          <p>{t('rights.owner')}</p>
        ) : (
          <ul className={styles.rules}>
            {mine.rules.map((rule) => (
              <li key={rule.id}>{rule[language]}</li>
            ))}
          </ul>
        )}
        <p className={styles.soft}>{t(mine.mayWrite ? 'rights.mayWrite' : 'rights.mayOnlyRead')}</p>
      </section>
      <section aria-labelledby="who-sees">
        <h3 id="who-sees">{t('rights.who')}</h3>
        <CirclePicture place={place} grants={all?.grants ?? []} />
        {all && <ReaderList readers={all.readers} readerCount={all.readerCount} />}
      </section>
      {mine.mayManage && all && (
        <>
          <DocumentGrants document={document} grants={all.grants} />
          {permissions.includes('collections.grant') && (
            <section aria-labelledby="collection-grants">
              <h3 id="collection-grants">{t('rights.onCollection', { collection: place.collection.name })}</h3>
              <CollectionGrants collection={place.collection} grants={all.grants.filter(({ of }) => of === 'collection')} />
            </section>
          )}
          <GradeChange document={document} isAlone={mine.mayRead && mine.rules.length === 0} />
        </>
      )}
    </div>
  );
}
