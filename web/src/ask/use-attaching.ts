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
  readonly file: File;
  readonly grade: Grade;
  readonly leaving: AbortController;
  readonly state:
    | { readonly kind: 'reading' }
    | { readonly kind: 'waiting' }
    | { readonly kind: 'recognising'; readonly done: number; readonly pages: number }
    | { readonly kind: 'ready'; readonly attachment: Attachment }
    /** It wants its password, or another. */
    | { readonly kind: 'locked'; readonly error: Problem }
    | { readonly kind: 'failed'; readonly error: unknown };
}

export interface UseAttaching {
  readonly files: readonly Attaching[];
  readonly grade: Grade;
  readonly setGrade: (grade: Grade) => void;
  readonly add: (files: readonly File[]) => void;
  readonly remove: (file: Attaching) => void;
  /** Sends it again with its password. */
  readonly unlock: (file: Attaching, password: string) => void;
  /** What a question takes along; from then on it belongs to the conversation. */
  readonly take: () => string[];
  readonly isBusy: boolean;
  /** A question has to wait: some are being read, or want their password. */
  readonly isWaiting: boolean;
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

  function send({ key, file, grade: chosen, leaving }: Omit<Attaching, 'state'>, password?: string): void {
    const fail = (error: unknown) => change(key, { kind: 'failed', error });
    const tell = (event: AttachEvent) => change(key, stateAfter(event));
    const wish = { name: file.name, grade: chosen, password };
    if (file.size > maxAttachmentBytes) setTimeout(() => fail(new Problem('file-too-large')));
    else stream(attachments.streamAttaching, wish, tell, leaving.signal, file).catch(fail);
  }

  function begin(file: File): Attaching {
    lastKey += 1;
    const begun = { key: lastKey, name: file.name, file, grade, leaving: new AbortController() };
    send(begun);
    return { ...begun, state: { kind: 'reading' } };
  }

  return {
    files,
    grade,
    setGrade,
    add: (added) => {
      const free = maxAttachments - files.filter(({ state }) => state.kind !== 'failed').length;
      setFull(added.length > free);
      const fitting = added.slice(0, free).map(begin);
      setFiles((known) => [...known, ...fitting]);
    },
    remove: ({ key, state, leaving }) => {
      leaving.abort();
      setFull(false);
      setFiles((known) => known.filter((file) => file.key !== key));
      detach(state);
    },
    unlock: (file, password) => {
      detach(file.state);
      change(file.key, { kind: 'reading' });
      send(file, password);
    },
    take: () => {
      setFull(false);
      setFiles([]);
      return files.flatMap(({ state }) => (state.kind === 'ready' ? [state.attachment.id] : []));
    },
    isFull,
    isBusy: files.some(isBeingRead),
    isWaiting: files.some((file) => isBeingRead(file) || file.state.kind === 'locked'),
  };
}

function isBeingRead({ state }: Attaching): boolean {
  return state.kind === 'reading' || state.kind === 'waiting' || state.kind === 'recognising';
}

/** If it stays behind, the server removes it after a day. */
function detach(state: Attaching['state']): void {
  if (state.kind === 'ready') call(attachments.detachFile, { attachmentId: state.attachment.id }).catch(() => undefined);
}

function stateAfter(event: AttachEvent): Attaching['state'] {
  switch (event.kind) {
    case 'recognition-waiting':
      return { kind: 'waiting' };
    case 'page-recognised':
      return { kind: 'recognising', done: event.done, pages: event.pages };
    case 'file-attached':
      return { kind: 'ready', attachment: event.attachment };
    case 'attach-failed': {
      const error = new Problem(event.problem.code, event.problem);
      return { kind: error.code === 'attachment-locked' ? 'locked' : 'failed', error };
    }
  }
}
