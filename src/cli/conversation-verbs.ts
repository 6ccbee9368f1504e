// Verbs about one's own conversations: list them, delete one.
import { type Command, Option } from 'commander';
import { operations } from '../answer/contract.ts';
import { AppError } from '../base/errors.ts';
import { runIdSchema } from '../base/ids.ts';
import type { VerbContext } from './account-verbs.ts';
import { count } from './count.ts';

interface ConversationContext extends VerbContext {
  /** Exit code of what was done in part. */
  readonly partial: number;
}

/** As many as are asked for at once. */
const mostRuns = 100;

export function addConversationVerbs(program: Command, { terminal, withClient, partial }: ConversationContext): void {
  const conversations = program.command('conversations').description('自己的对话  conversations of your own');

  conversations
    .command('list')
    .description('列出最近提问所属的对话  list the conversations of the last questions')
    .option('--questions <n>', '看最近多少个问题，至多 100 how many questions back, at most 100', count, mostRuns)
    .addOption(new Option('--json', '逐行输出 JSON  one JSON value per line'))
    .action(({ questions: limit, json }: { readonly questions: number; readonly json?: boolean }) =>
      withClient(async (client) => {
        const { runs } = await client.call(operations.listRuns, { limit });
        for (const [id, turns] of Map.groupBy(runs, ({ conversationId }) => conversationId)) {
          const last = turns[0];
          if (!last) continue;
          const { question, askedAt } = last;
          const about = { id, questions: turns.length, lastQuestion: question, lastAskedAt: askedAt };
          terminal.print(json === true ? JSON.stringify(about) : `${id}  ${askedAt}  ${turns.length} 问 questions  ${question}`);
        }
      }),
    );

  conversations
    .command('remove')
    .description('删除一个对话和它的附件，不能恢复  delete a conversation with its files, for good')
    .argument('<conversation>', '编号（conversations list，或 ask --json 的 conversationId） id')
    .addOption(new Option('--json', 'JSON'))
    .action((given: string, { json }: { readonly json?: boolean }) =>
      withClient(async (client) => {
        const conversationId = runIdSchema.safeParse(given);
        if (!conversationId.success)
          throw new AppError('invalid-input', { fault: 'conversation: see conversations list (编号见 conversations list)' });
        const counts = await client.call(operations.removeConversation, { conversationId: conversationId.data });
        if (json === true) terminal.print(JSON.stringify(counts));
        else terminal.remark(`已删除 ${counts.removed} 个问题。`, `Deleted: ${counts.removed} questions.`);
        if (counts.held === 0) return;
        terminal.remark(`${counts.held} 个问题处于法律保全中，予以保留。`, `Under a legal hold, so they stay: ${counts.held}.`);
        process.exitCode = partial;
      }),
    );
}
