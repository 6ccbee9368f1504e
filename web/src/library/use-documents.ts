import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import type { z } from 'zod';
import { type Document, operations as knowledge } from '../../../src/knowledge/contract.ts';
import { deskOperations } from '../../../src/knowledge/desk-contract.ts';
import { limitOperations } from '../../../src/knowledge/limits-contract.ts';
import { elementsOperations } from '../../../src/knowledge/elements-contract.ts';
import { validityOperations } from '../../../src/knowledge/validity-contract.ts';
import { call } from '../api/call.ts';
import { useProblemSentence } from '../states/fault.tsx';
import { isPending, pendingRefreshMs } from './document-state.ts';
import { refresh } from '../api/refresh.ts';

export type DocumentFilter = Pick<z.input<typeof knowledge.listDocuments.input>, 'collectionId' | 'name' | 'state' | 'finding'>;

/** Documents page by page, looked at every second while one of them is being read. */
export function useDocuments(filter: DocumentFilter) {
  return useInfiniteQuery({
    queryKey: [knowledge.listDocuments.id, filter],
    queryFn: ({ pageParam, signal }) => call(knowledge.listDocuments, { ...filter, cursor: pageParam }, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages.some((page) => page.documents.some(isPending)) ? pendingRefreshMs : false),
  });
}

/** Runs a change to the library, refreshes what shows it, and says what went wrong. */
export function useLibraryChange() {
  const queries = useQueryClient();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  const shows = [
    knowledge.listDocuments,
    knowledge.getDocument,
    knowledge.listCollections,
    elementsOperations.getElements,
    validityOperations.getValidity,
    deskOperations.getLibraryReport,
    limitOperations.getLibraryRoom,
  ];
  return (change: () => Promise<unknown>): Promise<boolean> =>
    change()
      .then(async () => {
        await refresh(queries, shows);
        return true;
      })
      .catch((error: unknown) => {
        message.error(sentenceOf(error));
        return false;
      });
}

export function useRetryDocument(): (document: Document) => Promise<void> {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useLibraryChange();
  return async ({ id }) => {
    if (await change(() => call(knowledge.retryDocument, { documentId: id }))) message.success(t('library.retried'));
  };
}
