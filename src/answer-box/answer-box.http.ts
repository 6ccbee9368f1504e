// The operations of answer boxes, bound to their face.
import { openRoute, openStreamRoute, type Route, route } from '../access/route.ts';
import type { AnswerBoxRoom } from './answer-box.ts';
import { operations } from './contract.ts';
import { visitorOperations } from './visitor-contract.ts';

export function answerBoxRoutes(boxes: AnswerBoxRoom): Route[] {
  const { visits } = boxes;
  return [
    route(operations.listAnswerBoxes, () => boxes.list()),
    route(operations.addAnswerBox, ({ reason, ...settings }, { caller }) => boxes.add(caller, settings, reason)),
    route(operations.changeAnswerBox, ({ boxId, reason, ...settings }, { caller }) => boxes.change(caller, boxId, settings, reason)),
    route(operations.closeAnswerBox, async ({ boxId }, { caller }) => ({ box: await boxes.close(caller, boxId) })),
    route(operations.removeAnswerBox, async ({ boxId }, { caller }) => {
      await boxes.remove(caller, boxId);
      return {};
    }),
    openRoute(visitorOperations.openAnswerBox, ({ boxId }) => visits.open(boxId)),
    openStreamRoute(visitorOperations.askAnswerBox, (question, came) => visits.ask(question, came)),
    openRoute(visitorOperations.openVisitorQuotation, (wish, came) => visits.openQuotation(wish, came)),
    openRoute(visitorOperations.rateVisitorAnswer, async ({ verdict, reasons, ...run }, came) => {
      await visits.rate(run, { verdict, reasons }, came);
      return {};
    }),
  ];
}
