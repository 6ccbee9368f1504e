// The demo institution: an openly invented city whose documents show what the product does.
import { z } from 'zod';
import { operation } from '../base/contract.ts';

export const demoQuestionSchema = z.object({
  id: z.string(),
  question: z.string(),
  questionEn: z.string(),
  /** What asking it demonstrates. */
  shows: z.object({ zh: z.string(), en: z.string() }),
  asOf: z.iso.date().optional(),
});

export const operations = {
  listDemoQuestions: operation({
    id: 'listDemoQuestions',
    method: 'GET',
    path: '/api/demo/questions',
    permission: 'answers.ask',
    summary: 'Questions to try on the demo institution; none when it is not in the library',
    input: z.object({}),
    output: z.object({ questions: z.array(demoQuestionSchema) }),
  }),
};
