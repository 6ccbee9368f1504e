// What the document says of itself: each element with its place in the text, confirmed or corrected by whoever may write it.
import { useQuery } from '@tanstack/react-query';
import { Alert, App } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as knowledge, type Version } from '../../../src/knowledge/contract.ts';
import { type Element, type ElementValue, elementsOperations } from '../../../src/knowledge/elements-contract.ts';
import { call, queryOf } from '../api/call.ts';
import { useLibraryChange } from '../library/use-documents.ts';
import type { SourcePlace } from '../source/source-place.ts';
import { Fault, useProblemSentence } from '../states/fault.tsx';
import { Loading } from '../states/loading.tsx';
import { Nothing } from '../states/nothing.tsx';
import styles from './document.module.css';
import { ElementRow } from './element-row.tsx';
import { MissingElement } from './missing-element.tsx';
import { UnsureList } from './unsure-list.tsx';

interface Properties {
  readonly title: string;
  readonly version: Version;
  readonly onOpenSource: (place: SourcePlace) => void;
}

export function ElementsPanel({ title, version, onOpenSource }: Properties) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const change = useLibraryChange();
  const { data, error, isPending, refetch } = useQuery(queryOf(elementsOperations.getElements, { versionId: version.id }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading rows={8} />;
  const { elements, unsure, markedGrade, maySettle } = data;
  const settle = (name: Element['name'], value: ElementValue | null) =>
    change(() => call(elementsOperations.settleElement, { versionId: version.id, name, value }));
  const show = async ({ span }: Pick<Element, 'span'>) => {
    if (span === null) return;
    await call(knowledge.getOrigin, { versionId: version.id, ...span })
      .then(({ origin }) => onOpenSource({ versionId: version.id, title, ...span, origin }))
      .catch((fault: unknown) => message.error(sentenceOf(fault)));
  };
  return (
    <section aria-label={t('documents.elements')} className={styles.panel}>
      {markedGrade && (
        <Alert
          type="warning"
          showIcon
          title={t('documents.marked', { grade: t(`grade.${markedGrade}`) })}
          description={t('documents.markedHint')}
        />
      )}
      <p className={styles.soft}>{t('documents.elementsLead')}</p>
      {elements.length === 0 && <Nothing sentence={t('documents.noElements')} />}
      <ul className={styles.elements}>
        {elements.map((element) => (
          <ElementRow
            key={element.name}
            element={element}
            maySettle={maySettle}
            onShow={version.state === 'ready' ? () => void show(element) : undefined}
            onSettle={(value) => settle(element.name, value)}
          />
        ))}
      </ul>
      {unsure.length > 0 && <UnsureList places={unsure} onShow={(place) => void show(place)} />}
      {maySettle && <MissingElement known={elements.map(({ name }) => name)} onSettle={settle} />}
    </section>
  );
}
