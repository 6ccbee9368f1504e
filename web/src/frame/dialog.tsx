// A dialog that is there as long as it is drawn, and gives the focus back.
import { Modal } from 'antd';
import type { ReactNode } from 'react';
import { useFocusBack } from './use-focus-back.ts';

interface Properties {
  readonly title: string;
  readonly width?: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function Dialog({ onClose, children, ...look }: Properties) {
  useFocusBack();
  return (
    <Modal open footer={null} onCancel={onClose} {...look}>
      {children}
    </Modal>
  );
}
