// A small button that asks first, in a dialog that holds the focus and gives it back.
import { Button } from 'antd';
import { useState } from 'react';
import { ReasonForm } from './reason-form.tsx';

interface Properties {
  readonly label: string;
  /** What it is done to: the buttons of a list are told apart by it. */
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
      <Button size="small" danger={isDanger} aria-label={`${label} ${of}`} onClick={() => setAsked(true)}>
        {label}
      </Button>
      {isAsked && <ReasonForm title={label} consequence={sure} isDanger={isDanger} onConfirm={onSure} onClose={() => setAsked(false)} />}
    </>
  );
}
