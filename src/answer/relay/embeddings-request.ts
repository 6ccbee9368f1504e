// What a client of OpenAI's embeddings API asks for, and the reply in the encoding that it asked for, whatever the model's server makes.
import { inBase64, inNumbers, readEmbeddingsReply } from '../../models/models.ts';
import { fieldsIn, longestOf, readNothing, type ReadReply, type RelayedRequest, wrong } from './relayed-request.ts';

export function readEmbeddingsRequest(body: Uint8Array): RelayedRequest {
  const fields = fieldsIn(body);
  const { model, input } = fields;
  const texts = (Array.isArray(input) ? input : [input]).map(textOf);
  if (texts.length === 0) throw wrong('input: 至少要有一段文字 there must be at least one text');
  const isBase64 = fields['encoding_format'] === 'base64';
  return {
    kind: 'embeddings',
    model,
    isStream: false,
    wantsUsage: false,
    // It writes nothing.
    maxTokens: 0,
    choices: 0,
    ability: 'embeddings',
    path: '/embeddings',
    text: texts.join('\n'),
    longest: longestOf(texts),
    bodyFor: ({ upstreamName }) => JSON.stringify({ ...fields, model: upstreamName }),
    readReply: (bytes) => readEmbeddings(bytes, texts.length, isBase64),
  };
}

/** Numbers of tokens mean something to one model only, and nobody can check what they say. */
function textOf(text: unknown): string {
  if (typeof text === 'string' && text !== '') return text;
  if (typeof text === 'number' || Array.isArray(text))
    throw wrong('input: 请发送文字，不要发送 token 编号 send texts, not numbers of tokens');
  throw wrong('input: 应为文字或文字的列表，不得为空 it must be a text or a list of texts, none of them empty');
}

function readEmbeddings(bytes: Buffer, wanted: number, isBase64: boolean): ReadReply | undefined {
  const reply = readEmbeddingsReply(bytes, wanted);
  if (!reply) return undefined;
  const { fields, items, usage } = reply;
  // Some servers do not know the encoding, and clients that asked for it would read numbers as bytes without a word.
  const isAsAsked = items.every(({ embedding }) => (typeof embedding === 'string') === isBase64);
  const encode = isBase64 ? inBase64 : inNumbers;
  const encoded = (): unknown => ({ ...fields, data: items.map((item) => ({ ...item, embedding: encode(item.embedding) })) });
  return readNothing(isAsAsked ? bytes : Buffer.from(JSON.stringify(encoded())), usage);
}
