import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemSentence } from '../states/fault.tsx';
import { refresh } from '../api/refresh.ts';

/** Runs a change, refreshes what the operations given show, and says how it went. */
export function useChange(shows: readonly { readonly id: string }[]) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  return async (change: () => Promise<unknown>, done: string = t('library.saved')): Promise<boolean> => {
    try {
      await change();
      await refresh(queries, shows);
      message.success(done);
      return true;
    } catch (error) {
      message.error(sentenceOf(error));
      return false;
    }
  };
}
