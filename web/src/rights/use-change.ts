import { useQueryClient } from '@tanstack/react-query';
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { useProblemSentence } from '../states/fault.tsx';

/** Runs a change, refreshes what the operations given show, and says how it went. */
export function useChange(shows: readonly { readonly id: string }[]) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const sentenceOf = useProblemSentence();
  return async (change: () => Promise<unknown>, done: string = t('library.saved')): Promise<boolean> => {
    try {
      await change();
      await Promise.all(shows.map(({ id }) => queries.invalidateQueries({ queryKey: [id] })));
      message.success(done);
      return true;
    } catch (error) {
      message.error(sentenceOf(error));
      return false;
    }
  };
}
