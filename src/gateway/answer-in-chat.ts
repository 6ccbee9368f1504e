// An answer with its sources in the shape of a chat completion: the text for any client, the evidence in a field of its own.
import type { Exchange } from '../access/route.ts';
import type { AnswerRoom, Question } from '../answer/answer.ts';
import type { Answer, Sentence } from '../answer/contract.ts';
import { readChatRequest } from '../answer/relay/chat-request.ts';
import { type ChatAbout, chunk, completion, endOfStream } from '../answer/relay/chat-shapes.ts';
import { contactSentence } from '../base/openai-failure.ts';
import type { Scenario } from '../scenarios/contract.ts';

type Answers = Pick<AnswerRoom, 'ask' | 'walk'>;

export async function answerInChat(answers: Answers, scenario: Scenario, exchange: Exchange): Promise<void> {
  const request = readChatRequest(exchange.body);
  const { traceparent, signal } = exchange;
  const question: Question = { question: request.lastQuestion, scenario: scenario.name, traceparent, signal };
  if (request.isStream) return streamAnswer(answers, scenario, exchange, question);
  const answer = await answers.ask(await exchange.caller(), question);
  exchange.head(200, { 'content-type': 'application/json' });
  exchange.end(completion(aboutOf(answer, scenario), textsOf(answer).join(''), finishReasonOf(answer), evidenceOf(answer)));
}

/** What a model writes is sent sentence by sentence, as it is found to stand. */
async function streamAnswer(answers: Answers, scenario: Scenario, exchange: Exchange, question: Question): Promise<void> {
  const walk = answers.walk(await exchange.caller(), question);
  let about: ChatAbout | undefined;
  let sent = 0;
  const send = (text: string): void => {
    if (!about) return;
    if (sent === 0) exchange.head(200, { 'content-type': 'text/event-stream; charset=utf-8' });
    exchange.write(chunk(about, { ...(sent === 0 ? { role: 'assistant' } : {}), content: text }, null));
    sent += 1;
  };
  let next = await walk.next();
  for (; !next.done; next = await walk.next()) {
    const event = next.value;
    if (event.kind === 'run-started') about = aboutOf({ runId: event.runId, askedAt: new Date().toISOString() }, scenario);
    if (event.kind === 'sentence-released') send(textOf(event.sentence));
  }
  const answer = next.value;
  about ??= aboutOf(answer, scenario);
  for (const text of textsOf(answer).slice(sent)) send(text);
  exchange.end(`${chunk(about, {}, finishReasonOf(answer), evidenceOf(answer))}${endOfStream}`);
}

function aboutOf({ runId, askedAt }: Pick<Answer, 'runId' | 'askedAt'>, { name }: Scenario): ChatAbout {
  return { id: `chatcmpl-${runId}`, created: Math.floor(Date.parse(askedAt) / 1000), model: name };
}

function finishReasonOf({ outcome }: Answer): string {
  return outcome === 'blocked' ? 'content_filter' : 'stop';
}

/** Of a refusal what is said about it. */
function textsOf({ sentences, refused, notice, contact }: Answer): string[] {
  if (refused) return [[notice?.zh, notice?.en, contact && contactSentence(contact)].filter(Boolean).join(' ')];
  return sentences.map(textOf);
}

/** A sentence with the numbers of its sources. */
function textOf({ text, citations }: Sentence): string {
  return `${text}${citations.map((number) => `[${number}]`).join('')}\n`;
}

function evidenceOf({ runId, outcome, refused, engine, degraded, citations, found, label, asOf, contact }: Answer) {
  return { hengjian: { run_id: runId, outcome, refused, engine, degraded, contact, label, as_of: asOf, citations, found } };
}
