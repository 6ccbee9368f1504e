// The documents that a document names, with a way to each that is in the library, and a warning where one is no longer in force.
import { AimOutlined } from '@ant-design/icons';
import { Alert, App, Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { operations as knowledge, type Version } from '../../../src/knowledge/contract.ts';
import type { CitedDocument } from '../../../src/knowledge/validity-contract.ts';
import { call } from '../api/call.ts';
import { ValidityTag } from '../evidence/validity-tag.tsx';
import type { SourcePlace } from '../source/source-place.ts';
import { useProblemSentence } from '../states/fault.tsx';
import styles from './document.module.css';

interface Properties {
  readonly cites: readonly CitedDocument[];
  /** Of the document that cites. */
  readonly title: string;
  readonly versionId: Version['id'];
  readonly onOpenSource: (place: SourcePlace) => void;
}

export function CitedList({ cites, title, versionId, onOpenSource }: Properties) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const stale = cites.filter(isStale);
  const show = ({ start, end }: CitedDocument) =>
    call(knowledge.getOrigin, { versionId, start, end })
      .then(({ origin }) => onOpenSource({ versionId, title, start, end, origin }))
      .catch((fault: unknown) => message.error(sentenceOf(fault)));
  return (
    <section aria-label={t('documents.cites')}>
      <h2 className={styles.heading}>{t('documents.cites')}</h2>
      {cites.length === 0 && <p className={styles.soft}>{t('documents.citesNone')}</p>}
      {stale.length > 0 && <Alert type="warning" showIcon title={t('documents.citesStale', { count: stale.length })} />}
      <ul className={styles.links}>
        {cites.map((cited) => (
          <li key={`${cited.start} ${cited.title}`}>
            <Tag>{t(`documents.kind.${cited.kind}`)}</Tag>
            <Cited cited={cited} />
            <Button
              type="text"
              size="small"
              icon={<AimOutlined />}
              aria-label={t('documents.show', { name: cited.title })}
              title={t('documents.show', { name: cited.title })}
              onClick={() => void show(cited)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** A document that it repeals itself may well be expired. */
function isStale({ kind, found }: CitedDocument): boolean {
  return kind !== 'repeals' && (found?.validity === 'expired' || found?.validity === 'replaced');
}

function Cited({ cited: { title, number, found } }: { readonly cited: CitedDocument }) {
  const { t } = useTranslation();
  const written = `《${title}》${number === null ? '' : `（${number}）`}`;
  if (!found)
    return (
      <span>
        {written} <span className={styles.soft}>{t('documents.notInLibrary')}</span>
      </span>
    );
  return (
    <>
      <Link to={`/library/${found.documentId}?tab=validity`}>{written}</Link>
      <ValidityTag version={{ validity: found.validity, effectiveOn: null, expiredOn: found.expiredOn }} />
    </>
  );
}
