// Files on their way to a question: sent one by one, each with what became of it.
import { useState } from 'react';
import {
  type AttachEvent,
  type Attachment,
  attachmentOperations as attachments,
  maxAttachments,
} from '../../../src/answer/attachments-contract.ts';
import type { Grade } from '../../../src/base/grade.ts';
import { call, stream } from '../api/call.ts';
import { Problem } from '../api/problem.ts';

export interface Attaching {
  readonly key: number;
  readonly name: string;
  readonly leaving: AbortController;
  readonly state:
    | { readonly kind: 'reading' }
    | { readonly kind: 'waiting' }
    | { readonly kind: 'recognising'; readonly done: number; readonly pages: number }
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
  /** More were chosen than a question takes. */
  readonly isFull: boolean;
}

const maxAttachmentBytes = attachments.streamAttaching.upload?.maxBytes ?? Number.POSITIVE_INFINITY;
let lastKey = 0;

export function useAttaching(): UseAttaching {
  const [files, setFiles] = useState<readonly Attaching[]>([]);
  const [grade, setGrade] = useState<Grade>('internal');
  const [isFull, setFull] = useState(false);
  const change = (key: number, state: Attaching['state']) =>
    setFiles((known) => known.map((file) => (file.key === key ? { ...file, state } : file)));

  function send(file: File): Attaching {
    lastKey += 1;
    const key = lastKey;
    const leaving = new AbortController();
    const fail = (error: unknown) => change(key, { kind: 'failed', error });
    const tell = (event: AttachEvent) => change(key, stateAfter(event));
    if (file.size > maxAttachmentBytes) setTimeout(() => fail(new Problem('file-too-large')));
    else stream(attachments.streamAttaching, { name: file.name, grade }, tell, leaving.signal, file).catch(fail);
    return { key, name: file.name, leaving, state: { kind: 'reading' } };
  }

  return {
    files,
    grade,
    setGrade,
    add: (added) => {
      const free = maxAttachments - files.filter(({ state }) => state.kind !== 'failed').length;
      setFull(added.length > free);
      const fitting = added.slice(0, free).map(send);
      setFiles((known) => [...known, ...fitting]);
    },
    remove: ({ key, state, leaving }) => {
      leaving.abort();
      setFull(false);
      setFiles((known) => known.filter((file) => file.key !== key));
      // If it stays behind, the server removes it after a day.
      if (state.kind === 'ready') call(attachments.detachFile, { attachmentId: state.attachment.id }).catch(() => undefined);
    },
    take: () => {
      setFull(false);
      setFiles([]);
      return files.flatMap(({ state }) => (state.kind === 'ready' ? [state.attachment.id] : []));
    },
    isFull,
    isBusy: files.some(({ state }) => state.kind !== 'ready' && state.kind !== 'failed'),
  };
}

function stateAfter(event: AttachEvent): Attaching['state'] {
  switch (event.kind) {
    case 'recognition-waiting':
      return { kind: 'waiting' };
    case 'page-recognised':
      return { kind: 'recognising', done: event.done, pages: event.pages };
    case 'file-attached':
      return { kind: 'ready', attachment: event.attachment };
    case 'attach-failed':
      return { kind: 'failed', error: new Problem(event.problem.code, event.problem) };
  }
}
