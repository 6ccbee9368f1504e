// Before something counts: what it leads to, what it is about, and why. Stays open until it is done.
import { Alert, Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import styles from './reason-form.module.css';
import { useFocusBack } from './use-focus-back.ts';

interface Properties {
  readonly title: string;
  /** What it leads to. */
  readonly consequence?: string;
  /** What is asked for; without it no reason is needed. */
  readonly label?: string;
  readonly confirm?: string;
  readonly isDanger?: boolean;
  /** Whether the fields in it are filled. */
  readonly isReady?: boolean;
  /** Resolves to whether it was done. */
  readonly onConfirm: (reason: string) => Promise<boolean>;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}

export function ReasonForm({
  title,
  consequence,
  label,
  confirm = title,
  isDanger,
  isReady = true,
  onConfirm,
  onClose,
  children,
}: Properties) {
  useFocusBack();
  const [reason, setReason] = useState('');
  const [isBusy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    const isDone = await onConfirm(reason.trim());
    setBusy(false);
    if (isDone) onClose();
  };
  return (
    <Modal
      open
      title={title}
      okText={confirm}
      okButtonProps={{ danger: isDanger === true, disabled: !isReady || (label !== undefined && reason.trim() === ''), loading: isBusy }}
      onOk={() => void submit()}
      onCancel={onClose}
    >
      <div className={styles.fields}>
        {consequence && <Alert type="warning" showIcon title={consequence} />}
        {children}
        {label && (
          <Input.TextArea
            value={reason}
            onChange={({ target }) => setReason(target.value)}
            rows={3}
            maxLength={1000}
            aria-label={label}
            placeholder={label}
          />
        )}
      </div>
    </Modal>
  );
}
