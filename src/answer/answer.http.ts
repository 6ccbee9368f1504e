// The operations of answering, bound to their face.
import { bytesRoute, type Route, route, streamRoute } from '../access/route.ts';
import { runIdSchema } from '../base/ids.ts';
import { AppError } from '../base/errors.ts';
import type { AnswerRoom } from './answer.ts';
import { operations } from './contract.ts';
import { unansweredOperations } from './unanswered-contract.ts';
import { attachmentOperations } from './attachments-contract.ts';
import { exportOperations } from './export-contract.ts';

export function answerRoutes(answer: AnswerRoom): Route[] {
  return [
    route(operations.ask, (input, { caller, traceparent, signal }) => answer.ask(caller, { ...input, traceparent, signal })),
    streamRoute(operations.streamAnswer, (input, { caller, traceparent, signal }) =>
      answer.stream(caller, { ...input, traceparent, signal }),
    ),
    route(operations.getRun, ({ runId }, { caller }) => answer.getRun(caller, runId)),
    route(operations.rateAnswer, ({ runId, ...wish }, { caller }) => answer.feedback.give(caller, runId, wish)),
    route(operations.removeConversation, ({ conversationId }, { caller }) => answer.removeConversation(caller, conversationId)),
    route(attachmentOperations.attachFile, (about, { caller, body, signal }) =>
      answer.attachments.attach(caller, { ...about, bytes: body }, { signal }),
    ),
    streamRoute(attachmentOperations.streamAttaching, (about, { caller, body, requestId, signal }) =>
      answer.attaching(caller, { ...about, bytes: body, requestId, signal }),
    ),
    route(attachmentOperations.detachFile, async ({ attachmentId }, { caller }) => {
      await answer.attachments.detach(caller, attachmentId);
      return {};
    }),
    route(attachmentOperations.getAttachmentText, ({ attachmentId }, { caller }) => answer.attachments.text(caller, attachmentId)),
    bytesRoute(exportOperations.exportAnswer, ({ runId, ...wish }, { caller }) => answer.export(caller, runId, wish)),
    route(operations.getRunSteps, ({ runId }, { caller }) => answer.view(runId, caller)),
    route(operations.getRecordedRun, ({ runId }) => answer.viewRecorded(runId)),
    route(unansweredOperations.countUnanswered, ({ days }, { caller }) => answer.unanswered.count(caller, days)),
    route(unansweredOperations.listUnanswered, ({ days }, { caller }) => answer.unanswered.list(caller, days)),
    route(operations.listRuns, async ({ cursor, limit, conversationId: conversation }, { caller }) => {
      const after = runIdSchema.optional().safeParse(cursor);
      if (!after.success) throw new AppError('invalid-input', { fault: 'cursor' });
      const rows = await answer.listRuns(caller, { limit: limit + 1, after: after.data, conversation });
      return { runs: rows.slice(0, limit), nextCursor: rows.length > limit ? (rows[limit - 1]?.id ?? null) : null };
    }),
  ];
}
