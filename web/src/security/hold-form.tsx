import { Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type HoldWish, holdKindSchema, holdWishSchema, operations as retention } from '../../../src/retention/contract.ts';
import { call } from '../api/call.ts';
import { ReasonForm } from '../frame/reason-form.tsx';
import { DayInput } from '../language/day-input.tsx';
import { DocumentPicker } from '../library/document-picker.tsx';
import { PersonPicker } from '../people/person-picker.tsx';
import { useChange } from '../rights/use-change.ts';

const dayMs = 86_400_000;

export function HoldForm({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<HoldWish['kind']>('document');
  const [target, setTarget] = useState('');
  const [[first, last], setDays] = useState(['', '']);
  const change = useChange([retention.listHolds, retention.getRetention]);
  const on = wishOf(kind, target, first, last);
  return (
    <ReasonForm
      title={t('holds.place')}
      consequence={t('holds.consequence')}
      label={t('holds.reason')}
      isReady={on !== undefined}
      onConfirm={async (reason) => on !== undefined && change(() => call(retention.placeHold, { on, reason }), t('holds.done'))}
      onClose={onClose}
    >
      <Segmented
        value={kind}
        onChange={(next) => {
          setKind(next);
          setTarget('');
        }}
        options={holdKindSchema.options.map((value) => ({ value, label: t(`holds.kind.${value}`) }))}
      />
      {kind === 'document' && <DocumentPicker onPick={setTarget} />}
      {kind === 'person' && <PersonPicker onPick={setTarget} />}
      {kind === 'span' && (
        <>
          <label htmlFor="hold-from">{t('holds.from')}</label>
          <DayInput id="hold-from" value={first ?? ''} onChange={(day) => setDays([day, last ?? ''])} />
          <label htmlFor="hold-until">{t('holds.until')}</label>
          <DayInput id="hold-until" value={last ?? ''} onChange={(day) => setDays([first ?? '', day])} />
        </>
      )}
    </ReasonForm>
  );
}

/** Nothing while it is not complete. Days are days in China, the last one included. */
function wishOf(kind: HoldWish['kind'], target: string, first: string | undefined, last: string | undefined): HoldWish | undefined {
  const startOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
  const wish = {
    document: () => ({ kind, documentId: target }),
    person: () => ({ kind, personId: target }),
    span: () => ({
      kind,
      from: first ? startOf(first).toISOString() : '',
      until: last ? new Date(startOf(last).getTime() + dayMs).toISOString() : null,
    }),
  }[kind]();
  return holdWishSchema.safeParse(wish).data;
}
