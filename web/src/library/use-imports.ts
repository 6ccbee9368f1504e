// Sends chosen files one after the other, a few at a time, and keeps what became of each.
import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { z } from 'zod';
import { type ImportResult, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { limitOperations } from '../../../src/knowledge/limits-contract.ts';
import { upload } from '../api/upload.ts';
import type { NamedFile } from './files-of-drop.ts';
import { refresh } from '../api/refresh.ts';

export type ImportOptions = Omit<z.input<typeof knowledge.importDocument.input>, 'name'>;

export interface ImportItem extends NamedFile {
  readonly key: number;
  readonly options: ImportOptions;
  readonly state:
    | { readonly kind: 'waiting' }
    | { readonly kind: 'sending'; readonly share: number }
    | { readonly kind: 'imported'; readonly result: ImportResult }
    | { readonly kind: 'failed'; readonly error: unknown };
}

/** More at once would not be read faster: the server reads on two cores. */
const maxSending = 2;

export function useImports() {
  const queries = useQueryClient();
  const [items, setItems] = useState<readonly ImportItem[]>([]);
  const waiting = useRef<ImportItem[]>([]);
  const sending = useRef(0);
  const nextKey = useRef(0);

  const setState = (key: number, state: ImportItem['state']) =>
    setItems((known) => known.map((item) => (item.key === key ? { ...item, state } : item)));

  const sendNext = () => {
    const item = sending.current < maxSending ? waiting.current.shift() : undefined;
    if (!item) return;
    sending.current += 1;
    setState(item.key, { kind: 'sending', share: 0 });
    upload(knowledge.importDocument, { ...item.options, name: item.name }, item.file, (share) =>
      setState(item.key, { kind: 'sending', share }),
    )
      .then((result) => setState(item.key, { kind: 'imported', result }))
      .catch((error: unknown) => setState(item.key, { kind: 'failed', error }))
      .finally(() => {
        sending.current -= 1;
        void refresh(queries, [knowledge.listDocuments, knowledge.listCollections, limitOperations.getLibraryRoom]);
        sendNext();
      });
    sendNext();
  };

  const add = (files: readonly NamedFile[], options: ImportOptions) => {
    const added = files.map((file): ImportItem => ({ ...file, key: nextKey.current++, options, state: { kind: 'waiting' } }));
    setItems((known) => [...known, ...added]);
    waiting.current.push(...added);
    sendNext();
  };
  const retry = (item: ImportItem) => {
    setState(item.key, { kind: 'waiting' });
    waiting.current.push(item);
    sendNext();
  };
  const clearFinished = () => setItems((known) => known.filter(({ state }) => state.kind === 'waiting' || state.kind === 'sending'));
  return { items, add, retry, clearFinished };
}
