// Files that go with the question: chosen, on their way, read or refused, and of which grade.
import { CloseOutlined, PaperClipOutlined } from '@ant-design/icons';
import { Button, Progress, Select, Tag } from 'antd';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { maxAttachments } from '../../../src/answer/attachments-contract.ts';
import { grades } from '../../../src/base/grade.ts';
import { GradeTag } from '../evidence/grade-tag.tsx';
import { FilePasswordForm } from '../library/file-password-form.tsx';
import { useProblemSentence } from '../states/fault.tsx';
import styles from './attach.module.css';
import type { Attaching, UseAttaching } from './use-attaching.ts';

export function AttachButton({ attaching }: { readonly attaching: UseAttaching }) {
  const { t } = useTranslation();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t('ask.attach.choose')}
        onChange={({ target }) => {
          attaching.add(Array.from(target.files ?? []));
          target.value = '';
        }}
      />
      <Button size="small" icon={<PaperClipOutlined />} title={t('ask.attach.hint')} onClick={() => input.current?.click()}>
        {t('ask.attach.choose')}
      </Button>
      <label className={styles.grade}>
        <span>{t('ask.attach.grade')}</span>
        <Select
          size="small"
          value={attaching.grade}
          onChange={attaching.setGrade}
          options={grades.map((grade) => ({ value: grade, label: t(`grade.${grade}`) }))}
          popupMatchSelectWidth={false}
        />
      </label>
    </>
  );
}

export function AttachedFiles({ attaching }: { readonly attaching: UseAttaching }) {
  const { t } = useTranslation();
  if (attaching.files.length === 0) return null;
  return (
    <ul className={styles.files} aria-label={t('ask.attach.files')} aria-live="polite">
      {attaching.files.map((file) => (
        <li key={file.key} className={styles.file}>
          <span className={styles.about}>
            <span className={styles.name}>{file.name}</span>
            <State state={file.state} />
            <Unlock file={file} onUnlock={(password) => attaching.unlock(file, password)} />
          </span>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label={t('ask.attach.remove', { name: file.name })}
            title={t('ask.attach.remove', { name: file.name })}
            onClick={() => attaching.remove(file)}
          />
        </li>
      ))}
      {attaching.isBusy && <li className={styles.note}>{t('ask.attach.busy')}</li>}
      {attaching.isFull && (
        <li className={styles.failed} role="alert">
          {t('ask.attach.tooMany', { count: maxAttachments })}
        </li>
      )}
    </ul>
  );
}

/** Nothing where it does not want one. What is typed is sent and nowhere kept on the page. */
function Unlock({ file: { name, state }, onUnlock }: { readonly file: Attaching; readonly onUnlock: (password: string) => void }) {
  if (state.kind !== 'locked' && !(state.kind === 'ready' && state.attachment.hasLockedFiles)) return null;
  return (
    <FilePasswordForm
      title={name}
      onPassword={async (password) => {
        onUnlock(password);
        return true;
      }}
    />
  );
}

function State({ state }: Pick<Attaching, 'state'>) {
  const { t } = useTranslation();
  const sentence = useProblemSentence();
  if (state.kind === 'failed' || state.kind === 'locked')
    return (
      <span className={styles.failed} role="alert">
        {sentence(state.error)}
      </span>
    );
  if (state.kind === 'ready')
    return (
      <span className={styles.ready}>
        <GradeTag grade={state.attachment.grade} />
        {state.attachment.isRaised && t('ask.attach.raised')}
        {state.attachment.flags.includes('ocr') && <Tag>{t('ask.attach.recognised')}</Tag>}
        {state.attachment.hasLockedFiles && t('library.lockedInside')}
      </span>
    );
  if (state.kind === 'recognising')
    return (
      <span className={styles.recognising}>
        {t('ask.attach.recognising', { done: state.done, pages: state.pages })}
        <Progress className={styles.progress ?? ''} size="small" showInfo={false} percent={(state.done / state.pages) * 100} />
      </span>
    );
  return <span>{t(state.kind === 'waiting' ? 'ask.attach.waiting' : 'ask.attach.reading')}</span>;
}
