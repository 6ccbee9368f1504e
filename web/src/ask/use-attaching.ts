// Files on their way to a question: sent one by one, each with what became of it.
import { useState } from 'react';
import { type Attachment, attachmentOperations as attachments } from '../../../src/answer/attachments-contract.ts';
import type { Grade } from '../../../src/base/grade.ts';
import { call } from '../api/call.ts';
import { upload } from '../api/upload.ts';

export interface Attaching {
  readonly key: number;
  readonly name: string;
  readonly state:
    | { readonly kind: 'sending'; readonly share: number }
    | { readonly kind: 'ready'; readonly attachment: Attachment }
    | { readonly kind: 'failed'; readonly error: unknown };
}

export interface UseAttaching {
  readonly files: readonly Attaching[];
  readonly grade: Grade;
  readonly setGrade: (grade: Grade) => void;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (file: Attaching) => void;
  /** What a question takes along; from then on it belongs to the conversation. */
  readonly take: () => string[];
  readonly isBusy: boolean;
}

/** As the contract has it. */
const mostFiles = 3;
let lastKey = 0;

export function useAttaching(): UseAttaching {
  const [files, setFiles] = useState<readonly Attaching[]>([]);
  const [grade, setGrade] = useState<Grade>('internal');
  const change = (key: number, state: Attaching['state']) =>
    setFiles((known) => known.map((file) => (file.key === key ? { ...file, state } : file)));

  function send(file: File): Attaching {
    lastKey += 1;
    const key = lastKey;
    upload(attachments.attachFile, { name: file.name, grade }, file, (share) => change(key, { kind: 'sending', share })).then(
      (attachment) => change(key, { kind: 'ready', attachment }),
      (error: unknown) => change(key, { kind: 'failed', error }),
    );
    return { key, name: file.name, state: { kind: 'sending', share: 0 } };
  }

  return {
    files,
    grade,
    setGrade,
    add: (added) => {
      const fitting = added.slice(0, mostFiles - files.length).map(send);
      setFiles((known) => [...known, ...fitting]);
    },
    remove: ({ key, state }) => {
      setFiles((known) => known.filter((file) => file.key !== key));
      // If it stays behind, the server removes it after a day.
      if (state.kind === 'ready') call(attachments.detachFile, { attachmentId: state.attachment.id }).catch(() => undefined);
    },
    take: () => {
      setFiles([]);
      return files.flatMap(({ state }) => (state.kind === 'ready' ? [state.attachment.id] : []));
    },
    isBusy: files.some(({ state }) => state.kind === 'sending'),
  };
}
