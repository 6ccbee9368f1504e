// A live test of a connection, with a fixed public text: each step says what it found, and the first that fails says what to do.
import { z } from 'zod';
import { bytesUpTo } from '../base/bytes-up-to.ts';
import { AppError, bothSentences } from '../base/errors.ts';
import { jsonIn } from '../base/json.ts';
import type { Egress, OpenReply } from '../egress/egress.ts';
import type { ProbeStep } from './contract.ts';
import { inNumbers, readEmbeddingsReply } from './embeddings-api.ts';
import { headersFor } from './request.ts';
import { readRerankReply, rerankBody } from './rerank-api.ts';
import type { CallableModel } from './snapshot.ts';

const deadlineMs = 20_000;
const maxBytes = 2 * 1024 * 1024;
/** Public, and the same for everybody: nothing of the house is in it. */
const question = '请用一句话介绍你自己。';
const texts = ['市民可以在政务服务大厅办理业务。', '今天天气晴朗。'] as const;

const listSchema = z.object({ data: z.array(z.object({ id: z.string() })) });
const chatSchema = z.object({
  choices: z.array(z.object({ message: z.object({ content: z.string().nullish() }) })).min(1),
  usage: z.object({ prompt_tokens: z.number() }).nullish(),
});

export async function probeModel(egress: Pick<Egress, 'open'>, model: CallableModel): Promise<ProbeStep[]> {
  const steps: ProbeStep[] = [];
  const looks = [listing, ...model.abilities.map((ability) => tries[ability]).filter((look) => look !== undefined)];
  for (const look of looks) {
    const step = await timed(() => look(egress, model));
    steps.push(step);
    if (!step.isGood) break;
  }
  return steps;
}

type Found = Omit<ProbeStep, 'elapsedMs'>;
type Look = (egress: Pick<Egress, 'open'>, model: CallableModel) => Promise<Found>;

/** What an ability is tried with. */
const tries: Partial<Record<CallableModel['abilities'][number], Look>> = { chat: chatting, embeddings: embedding, rerank: reranking };

async function timed(look: () => Promise<Found>): Promise<ProbeStep> {
  const startedAt = performance.now();
  const found = await look();
  return { ...found, elapsedMs: Math.round(performance.now() - startedAt) };
}

async function listing(egress: Pick<Egress, 'open'>, model: CallableModel): Promise<Found> {
  const { status, text, failure } = await ask(egress, model, 'GET', '/models', null);
  if (failure) return failure;
  if (status !== 200) return { step: 'list', isGood: false, ...statusWords(status) };
  const listed = listSchema.safeParse(jsonIn(text));
  if (!listed.success) {
    const zh = '地址可以连接，但不像 OpenAI 兼容接口：GET /models 的回复读不懂。请检查地址是否以 /v1 结尾。';
    const en =
      'It answers, but not as the API of OpenAI does: the reply to GET /models cannot be read. Check that the address ends in /v1.';
    return { step: 'list', isGood: false, zh, en };
  }
  const names = listed.data.data.map(({ id }) => id);
  if (!names.includes(model.upstreamName)) {
    const shown = names.slice(0, 10).join(', ');
    const zh = `可以连接，但没有名为“${model.upstreamName}”的模型；它提供：${shown}。请用 --model 写明其中一个。`;
    const en = `It answers, but has no model named ${model.upstreamName}; it offers: ${shown}. Name one of them with --model.`;
    return { step: 'list', isGood: false, zh, en };
  }
  return { step: 'list', isGood: true, zh: '可以连接，模型在列。', en: 'It answers and lists the model.' };
}

async function chatting(egress: Pick<Egress, 'open'>, model: CallableModel): Promise<Found> {
  const body = JSON.stringify({ model: model.upstreamName, messages: [{ role: 'user', content: question }], max_tokens: 256 });
  const { status, text, failure } = await ask(egress, model, 'POST', '/chat/completions', body);
  if (failure) return { ...failure, step: 'chat' };
  if (status !== 200) return { step: 'chat', isGood: false, ...statusWords(status) };
  const answered = chatSchema.safeParse(jsonIn(text));
  if (!answered.success) return { step: 'chat', isGood: false, zh: '回答读不懂。', en: 'Its answer cannot be read.' };
  const { usage, choices } = answered.data;
  if (choices.some(({ message }) => leaksReasoning(message.content ?? ''))) return { step: 'chat', isGood: false, ...mixedReasoning };
  return {
    step: 'chat',
    isGood: true,
    zh: usage ? '可以对话，并报告用量。' : '可以对话，但不报告用量：用量将按字数估算。',
    en: usage ? 'It answers, and reports usage.' : 'It answers, but reports no usage: usage will be estimated from the text.',
  };
}

/** Only the end of its reasoning is marked: in a stream it cannot be told from the answer until it is over. */
function leaksReasoning(content: string): boolean {
  return content.includes('</think>') && !content.trimStart().startsWith('<think>');
}

const mixedReasoning = {
  zh: '它把思考过程和回答写在一起，只标了结尾（</think>），转接时无法去掉。请在该服务上打开推理解析（如 vLLM、SGLang 的 --reasoning-parser）。',
  en: 'It writes its reasoning into the answer and marks only the end (</think>), so that a relay cannot leave it out. Switch on the parsing of reasoning there (--reasoning-parser of vLLM and SGLang).',
};

async function embedding(egress: Pick<Egress, 'open'>, model: CallableModel): Promise<Found> {
  const body = JSON.stringify({ model: model.upstreamName, input: texts });
  const { status, text, failure } = await ask(egress, model, 'POST', '/embeddings', body);
  if (failure) return { ...failure, step: 'embeddings' };
  if (status !== 200) return { step: 'embeddings', isGood: false, ...statusWords(status) };
  const vectors = readEmbeddingsReply(Buffer.from(text), texts.length)?.items.map((item) => inNumbers(item.embedding));
  const dimension = vectors?.[0]?.length ?? 0;
  if (dimension === 0 || vectors?.some(({ length }) => length !== dimension))
    return {
      step: 'embeddings',
      isGood: false,
      zh: '回复中没有向量，或长短不一。',
      en: 'Its reply holds no vectors, or of unequal length.',
    };
  return { step: 'embeddings', isGood: true, zh: `可以生成向量，维数 ${dimension}。`, en: `It makes vectors of ${dimension} dimensions.` };
}

async function reranking(egress: Pick<Egress, 'open'>, model: CallableModel): Promise<Found> {
  const body = JSON.stringify(rerankBody(model, { query: texts[0], documents: texts }, texts));
  const { status, text, failure } = await ask(egress, model, 'POST', '/rerank', body);
  if (failure) return { ...failure, step: 'rerank' };
  if (status !== 200) return { step: 'rerank', isGood: false, ...statusWords(status) };
  const ranked = readRerankReply(Buffer.from(text), texts.length);
  if (ranked?.ranks.length !== texts.length)
    return { step: 'rerank', isGood: false, zh: '排序的回复读不懂。', en: 'Its ranking cannot be read.' };
  return { step: 'rerank', isGood: true, zh: '可以给片段排序。', en: 'It ranks passages.' };
}

interface Asked {
  readonly status: number;
  readonly text: string;
  readonly failure?: Found;
}

async function ask(
  egress: Pick<Egress, 'open'>,
  model: CallableModel,
  method: 'GET' | 'POST',
  path: string,
  body: string | null,
): Promise<Asked> {
  const signal = AbortSignal.timeout(deadlineMs);
  try {
    const url = new URL(`${model.url}${path}`);
    const reply = await egress.open(model.purpose, url, { method, headers: headersFor(model), body, signal, grade: 'public' });
    return { status: reply.status, text: await textOf(reply) };
  } catch (error) {
    return { status: 0, text: '', failure: { step: 'connect', isGood: false, ...failureWords(error, signal) } };
  }
}

/** A reply that is too large for what was asked is read as none. */
async function textOf({ body }: OpenReply): Promise<string> {
  return (await bytesUpTo(body, maxBytes))?.toString('utf8') ?? '';
}

function failureWords(error: unknown, signal: AbortSignal): { readonly zh: string; readonly en: string } {
  if (error instanceof AppError) return bothSentences(error.code, error.details);
  if (signal.aborted)
    return {
      zh: `${deadlineMs / 1000} 秒内没有回复。请检查该服务是否在运行、是否过载。`,
      en: `No reply within ${deadlineMs / 1000} s. Check that the service runs and is not overloaded.`,
    };
  return { zh: '连接中断。请检查该服务的日志。', en: 'The connection broke off. Look at the log of that service.' };
}

function statusWords(status: number): { readonly zh: string; readonly en: string } {
  if (status === 401 || status === 403)
    return {
      zh: `密钥不被接受（${status}）。请用 models key 重新设置。`,
      en: `The key is not accepted (${status}). Set it again with models key.`,
    };
  if (status === 404)
    return {
      zh: '没有这个接口（404）。请检查地址是否以 /v1 结尾。',
      en: 'There is no such API (404). Check that the address ends in /v1.',
    };
  if (status === 429) return { zh: '该服务正在限流（429）。请稍后再试。', en: 'It limits how often it is asked (429). Try again later.' };
  return { zh: `该服务回复状态 ${status}。请查看它的日志。`, en: `It replied with status ${status}. Look at its log.` };
}
