import { useQuery } from '@tanstack/react-query';
import { Alert, Tag } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fileStateSchema, operations as sources, type Source } from '../../../src/sources/contract.ts';
import { call, queryOf } from '../api/call.ts';
import cards from '../frame/cards.module.css';
import { ItemButton } from '../frame/item-button.tsx';
import { SureButton } from '../frame/sure-button.tsx';
import { useFormat } from '../language/format.ts';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { ReplaceKey } from './replace-key.tsx';
import styles from './sources.module.css';

export function SourceCard({ source }: { readonly source: Source }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [isShown, setShown] = useState(false);
  const [isReplacing, setReplacing] = useState(false);
  const { id, name, kind, place, collection, department, grade, everyMinutes, isPaused, lookedAt, fault, stopped, files, mayChange } =
    source;
  return (
    <li className={cards.card}>
      <div className={cards.facts}>
        <h2>{name}</h2>
        <Tag>{t(`grade.${grade}`)}</Tag>
        {stopped && <Tag color="error">{t('sources.stopped')}</Tag>}
        {isPaused && <Tag color="warning">{t('sources.paused')}</Tag>}
      </div>
      <code className={styles.place}>{place}</code>
      <span className={cards.facts}>
        <span>{[collection, department].filter((part) => part !== '').join(' / ')}</span>
        <span>{t('sources.everyMinutes', { count: everyMinutes })}</span>
        <span>{lookedAt ? t('sources.lookedAt', { time: format.moment(lookedAt) }) : t('sources.never')}</span>
      </span>
      <span className={cards.facts}>
        {fileStateSchema.options.map((state) => (
          <span key={state}>
            {t(`sources.fileState.${state}`)} {format.number(files[state])}
          </span>
        ))}
      </span>
      {stopped && (
        <Alert
          type="error"
          showIcon
          title={t(`sources.stoppedBecause.${stopped.because}`)}
          description={t('sources.stoppedAt', { time: format.moment(stopped.at) })}
        />
      )}
      {fault && <Alert type="warning" showIcon title={t(`sources.fault.${fault}`)} />}
      <span className={cards.facts}>
        {mayChange && <Actions id={id} name={name} isPaused={isPaused} isStopped={stopped !== null} />}
        {mayChange && kind === 'bucket' && (
          <ItemButton label={t('sources.keyReplace')} of={name} aria-expanded={isReplacing} onClick={() => setReplacing(!isReplacing)} />
        )}
        {files.failed > 0 && (
          <ItemButton label={t('sources.failures')} of={name} aria-expanded={isShown} onClick={() => setShown(!isShown)} />
        )}
      </span>
      {isReplacing && <ReplaceKey id={id} onDone={() => setReplacing(false)} />}
      {isShown && files.failed > 0 && <Failures id={id} />}
    </li>
  );
}

function Actions({ id: sourceId, name, isPaused, isStopped }: Pick<Source, 'id' | 'name' | 'isPaused'> & { readonly isStopped: boolean }) {
  const { t } = useTranslation();
  const change = useChange([sources.listSources]);
  const isOff = isPaused || isStopped;
  return (
    <>
      {!isOff && (
        <ItemButton
          label={t('sources.look')}
          of={name}
          onClick={() => void change(() => call(sources.lookAtSource, { sourceId }), t('sources.looking'))}
        />
      )}
      <ItemButton
        label={t(isStopped ? 'sources.takeOver' : isPaused ? 'sources.resume' : 'sources.pause')}
        of={name}
        onClick={() => void change(() => call(sources.changeSource, { sourceId, isPaused: !isOff }))}
      />
      <SureButton
        label={t('sources.remove')}
        of={name}
        sure={t('sources.removeSure', { name })}
        isDanger
        onSure={() => change(() => call(sources.removeSource, { sourceId }))}
      />
    </>
  );
}

function Failures({ id: sourceId }: Pick<Source, 'id'>) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(queryOf(sources.listSourceFiles, { sourceId, state: 'failed' }));
  if (error) return <Fault error={error} onRetry={() => void refetch()} />;
  if (data?.files.length === 0) return <p className={cards.facts}>{t('sources.noFailures')}</p>;
  return (
    <ul className={styles.files}>
      {data?.files.map(({ path, fault }) => (
        <li key={path}>
          {path} <Tag color="error">{fault}</Tag>
        </li>
      ))}
    </ul>
  );
}
