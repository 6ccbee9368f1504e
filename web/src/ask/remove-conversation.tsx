// Deleting the conversation that is shown: what is held stays, and its asker is told so.
import { App } from 'antd';
import { useTranslation } from 'react-i18next';
import { operations as answers } from '../../../src/answer/contract.ts';
import { call } from '../api/call.ts';
import { SureButton } from '../frame/sure-button.tsx';
import { useChange } from '../rights/use-change.ts';

interface Properties {
  readonly conversationId: string;
  readonly question: string;
  readonly onRemoved: () => void;
}

export function RemoveConversation({ conversationId, question, onRemoved }: Properties) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const change = useChange([answers.listRuns]);
  const remove = async () => {
    const { held } = await call(answers.removeConversation, { conversationId });
    if (held > 0) message.warning(t('ask.held', { count: held }));
    onRemoved();
  };
  return (
    <SureButton label={t('ask.remove')} of={question} sure={t('ask.removeSure')} isDanger onSure={() => change(remove, t('ask.removed'))} />
  );
}
