// Reads what a judge says. Nothing is guessed: what is not exactly one verdict with its score is no opinion.
import { z } from 'zod';
import { nodeBytesUpTo } from '../../base/bytes-up-to.ts';
import { jsonIn } from '../../base/json.ts';
import { type OpenCall, readChatReply } from '../../models/models.ts';
import type { Consumed } from '../calls/attempt.ts';

const verdictSchema = z.strictObject({
  verdict: z.enum(['supported', 'contradicted', 'unsupported']),
  /** How sure the judge is of it. */
  score: z.number().min(0).max(1),
});
export type JudgeVerdict = z.infer<typeof verdictSchema>;

/** Many models put JSON between these marks, whatever they are told. */
const fenced = /^```(?:json)?\s*([\s\S]*?)\s*```$/;

function readVerdict(text: string): JudgeVerdict | undefined {
  const trimmed = text.trim();
  return verdictSchema.safeParse(jsonIn(fenced.exec(trimmed)?.[1] ?? trimmed)).data;
}

/** A verdict and its envelope are far smaller. */
const maxReplyBytes = 64 * 1024;
const noText = { content: '', reasoning: '' };

export interface ReadOpinion extends Consumed {
  readonly verdict: JudgeVerdict | undefined;
}

export async function readOpinion(call: OpenCall): Promise<ReadOpinion> {
  const cannotRead = { text: noText, wasShown: false, verdict: undefined };
  const bytes = await nodeBytesUpTo(call.reply.body, maxReplyBytes).catch(() => 'cut' as const);
  const fault = call.fault();
  if (fault !== undefined || bytes === 'cut') return { ...cannotRead, fault: fault ?? 'cut' };
  const reply = bytes && readChatReply(bytes.toString('utf8'));
  if (!reply) return { ...cannotRead, fault: 'malformed' };
  const { content, reasoning, finishReason, usage } = reply;
  return {
    // A reply that holds no verdict is a reply: it says nothing against the endpoint.
    fault: undefined,
    verdict: readVerdict(content),
    finishReason,
    usage,
    text: { content, reasoning },
    firstTokenAt: performance.now(),
    wasShown: false,
  };
}
