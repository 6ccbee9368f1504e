// A small button that asks first, in a dialog that holds the focus and gives it back.
import { useState } from 'react';
import { ItemButton } from './item-button.tsx';
import { ReasonForm } from './reason-form.tsx';

interface Properties {
  readonly label: string;
  /** What it is done to. */
  readonly of: string;
  /** What it leads to. */
  readonly sure: string;
  readonly isDanger?: boolean;
  /** Resolves to whether it was done. */
  readonly onSure: () => Promise<boolean>;
}

export function SureButton({ label, of, sure, isDanger = false, onSure }: Properties) {
  const [isAsked, setAsked] = useState(false);
  return (
    <>
      <ItemButton label={label} of={of} danger={isDanger} onClick={() => setAsked(true)} />
      {isAsked && <ReasonForm title={label} consequence={sure} isDanger={isDanger} onConfirm={onSure} onClose={() => setAsked(false)} />}
    </>
  );
}
