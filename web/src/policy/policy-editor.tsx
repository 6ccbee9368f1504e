// Another text of the policy: checked while it is written, its difference and effect shown, then proposed.
import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input } from 'antd';
import type { TextAreaRef } from 'antd/es/input/TextArea';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { operations as people } from '../../../src/people/contract.ts';
import { operations as policy } from '../../../src/policy/contract.ts';
import { call, queryOf } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { useChange } from '../rights/use-change.ts';
import { Fault } from '../states/fault.tsx';
import { EffectList } from './effect-list.tsx';
import { FaultList } from './fault-list.tsx';
import { TextDiff } from './text-diff.tsx';
import { useSettled } from './use-settled.ts';
import styles from './policy.module.css';

interface Properties {
  readonly inForce: string;
  readonly initial: string;
  readonly onDone: () => void;
}

export function PolicyEditor({ inForce, initial, onDone }: Properties) {
  const { t } = useTranslation();
  const [text, setText] = useState(initial);
  const [isProposing, setProposing] = useState(false);
  const area = useRef<TextAreaRef>(null);
  const settled = useSettled(text);
  const check = useQuery({ ...queryOf(policy.checkPolicy, { text: settled }), enabled: settled.trim() !== '' });
  const change = useChange([people.listChanges]);
  const isChanged = settled !== inForce;
  const isValid = check.data?.faults.length === 0;
  const goTo = (line: number) => {
    const start =
      text
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    const field = area.current?.resizableTextArea?.textArea;
    field?.focus();
    field?.setSelectionRange(start, start + (text.slice(start).split('\n')[0]?.length ?? 0));
  };
  return (
    <div className={styles.main}>
      <p className={styles.soft}>{t('policy.editLead')}</p>
      <Input.TextArea
        ref={area}
        className={styles.editor ?? ''}
        value={text}
        onChange={({ target }) => setText(target.value)}
        autoSize={{ minRows: 12, maxRows: 24 }}
        maxLength={100_000}
        spellCheck={false}
        aria-label={t('policy.text')}
      />
      {check.error && <Fault error={check.error} onRetry={() => void check.refetch()} />}
      {check.data && !isValid && <FaultList faults={check.data.faults} onGo={goTo} />}
      {isValid && isChanged && <Alert type="success" showIcon title={t('policy.valid')} />}
      <div className={styles.tools}>
        <Button type="primary" disabled={!isValid || !isChanged || settled !== text} onClick={() => setProposing(true)}>
          {t('policy.propose')}
        </Button>
        <Button disabled={text === inForce} onClick={() => setText(inForce)}>
          {t('policy.reset')}
        </Button>
      </div>
      {isChanged && (
        <>
          <h3 className={styles.heading}>{t('policy.difference')}</h3>
          <TextDiff before={inForce} after={settled} label={t('policy.difference')} />
        </>
      )}
      {isValid && isChanged && <EffectList text={settled} />}
      {isProposing && (
        <ReasonForm
          title={t('policy.propose')}
          consequence={t('policy.consequence')}
          label={t('rights.reason')}
          onConfirm={async (reason) => {
            const isDone = await change(() => call(policy.proposePolicy, { text, reason }), t('rights.proposed'));
            if (isDone) onDone();
            return isDone;
          }}
          onClose={() => setProposing(false)}
        />
      )}
    </div>
  );
}
