// An answer with its sources in the shape of a chat completion: the text for any client, the evidence in a field of its own.
import type { Exchange } from '../access/route.ts';
import type { AnswerRoom } from '../answer/answer.ts';
import type { Answer } from '../answer/contract.ts';
import { readChatRequest } from '../answer/relay/chat-request.ts';
import { contactSentence } from '../base/openai-failure.ts';
import { chunk, completion, endOfStream } from '../answer/relay/chat-shapes.ts';
import type { Scenario } from '../scenarios/contract.ts';

export async function quoteInChat(answer: Pick<AnswerRoom, 'ask'>, scenario: Scenario, exchange: Exchange): Promise<void> {
  const request = readChatRequest(exchange.body);
  const answered = await answer.ask(await exchange.caller(), {
    question: request.lastQuestion,
    scenario: scenario.name,
    traceparent: exchange.traceparent,
  });
  const about = {
    id: `chatcmpl-${answered.runId}`,
    created: Math.floor(Date.parse(answered.askedAt) / 1000),
    model: scenario.name,
  };
  const evidence = { hengjian: evidenceOf(answered) };
  const finishReason = answered.outcome === 'blocked' ? 'content_filter' : 'stop';
  if (!request.isStream) {
    exchange.head(200, { 'content-type': 'application/json' });
    return exchange.end(completion(about, textsOf(answered).join(''), finishReason, evidence));
  }
  exchange.head(200, { 'content-type': 'text/event-stream; charset=utf-8' });
  for (const [index, content] of textsOf(answered).entries())
    exchange.write(chunk(about, { ...(index === 0 ? { role: 'assistant' } : {}), content }, null));
  exchange.end(`${chunk(about, {}, finishReason, evidence)}${endOfStream}`);
}

/** Sentence by sentence with the numbers of their sources; of a refusal what is said about it. */
function textsOf({ sentences, refused, notice, contact }: Answer): string[] {
  if (refused) return [[notice?.zh, notice?.en, contact && contactSentence(contact)].filter(Boolean).join(' ')];
  return sentences.map(({ text, citations }) => `${text}${citations.map((number) => `[${number}]`).join('')}\n`);
}

function evidenceOf({ runId, outcome, refused, citations, found, label, asOf, contact }: Answer) {
  return { run_id: runId, outcome, refused, contact, label, as_of: asOf, citations, found };
}
