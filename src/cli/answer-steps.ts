// Steps of an answer alone, on files of anyone's own, without a model: `hengjian understand` says what a question is and asks for,
// `hengjian quote` answers it from passages that are given.
import { z } from 'zod';
import { resolveFollowUp } from '../answer/decide/follow-up.ts';
import { matterOf } from '../answer/decide/matter.ts';
import { extractAnswer } from '../answer/extract/extract.ts';
import { isOutOfScope } from '../answer/extract/out-of-scope.ts';
import { readQuestion } from '../answer/extract/question.ts';
import { readJsonLines } from '../knowledge/search/json-lines.ts';
import { openOutput } from './open-output.ts';
import type { Terminal } from './terminal.ts';

export interface StepOptions {
  readonly in: string;
  readonly out: string;
}

const askedSchema = z.object({ id: z.coerce.string(), question: z.string().min(1), previous: z.string().min(1).optional() });
const evidenceSchema = z.object({
  id: z.coerce.string(),
  question: z.string().min(1),
  /** The best first. */
  passages: z.array(z.object({ doc: z.string().min(1), heading: z.array(z.string()).default([]), text: z.string().min(1) })).max(200),
});

export function understand(terminal: Terminal, options: StepOptions): Promise<void> {
  return eachLine(terminal, options, askedSchema, ({ id, question: asked, previous }) => {
    const question = (previous && resolveFollowUp(asked, previous)) ?? asked;
    const { text, asks, names, isVague } = readQuestion(question);
    const matter = matterOf(question).kind;
    const kind = matter !== 'library' ? matter : isOutOfScope(text) ? 'out-of-scope' : isVague ? 'needs-clarification' : matter;
    return { id, question, kind, asks: [...asks], names: [...names] };
  });
}

export function quote(terminal: Terminal, options: StepOptions): Promise<void> {
  return eachLine(terminal, options, evidenceSchema, ({ id, question, passages }) => {
    let start = 0;
    const given = passages.map(({ doc, heading, text }, index) => {
      const passage = {
        passageId: String(index),
        documentId: doc,
        title: doc,
        headingPath: heading,
        text,
        start,
        rank: index + 1,
        score: 1,
      };
      start += text.length + 1;
      return passage;
    });
    const extraction = extractAnswer({ question, passages: given });
    const spans = extraction.kind === 'answered' ? extraction.sentences : extraction.found;
    const quotations = spans.map(({ text, passageId }) => ({ doc: passages[Number(passageId)]?.doc, quote: text }));
    return { id, status: extraction.kind, confidence: extraction.confidence, quotations };
  });
}

async function eachLine<Line>(
  terminal: Terminal,
  { in: lines, out }: StepOptions,
  schema: z.ZodType<Line>,
  answer: (line: Line) => object,
): Promise<void> {
  const file = await openOutput(out);
  let count = 0;
  try {
    for await (const line of readJsonLines(lines, schema)) {
      await file.write(`${JSON.stringify(answer(line))}\n`);
      count += 1;
    }
  } finally {
    await file.close();
  }
  terminal.remark(`已写入 ${count} 行：${out}`, `Wrote ${count} lines to ${out}.`);
}
