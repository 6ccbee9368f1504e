// How a verb reaches the product: through the server that owns the data folder, or, when nobody does, through one opened for
// the verb in this process. Either way by the same operations.
import { z } from 'zod';
import { createApp } from '../app.ts';
import type { Config } from '../base/config.ts';
import type { BytesOperation, EventsOperation, JsonOperation, Operation } from '../base/contract.ts';
import { AppError } from '../base/errors.ts';
import { prepareRequest } from '../base/prepare-request.ts';
import { readServerEvents } from '../base/server-events.ts';
import { sendTo } from '../http/remote.ts';
import { ownerOf } from '../store/folder-lock.ts';

export interface Client {
  call<Input extends z.ZodObject, Output extends z.ZodType>(
    operation: JsonOperation<Input, Output>,
    input: z.input<Input>,
    file?: Uint8Array,
  ): Promise<z.output<Output>>;
  /** Passes each event on as it comes. */
  follow<Input extends z.ZodObject, Event extends z.ZodType>(
    operation: EventsOperation<Input, Event>,
    input: z.input<Input>,
    onEvent: (event: z.output<Event>) => void,
  ): Promise<void>;
  download<Input extends z.ZodObject>(operation: BytesOperation<Input>, input: z.input<Input>): Promise<ReadableStream<Uint8Array>>;
  close(): Promise<void>;
}

/** A refusal by the server, with its sentences. */
export class RemoteProblem extends Error {
  override readonly name = 'RemoteProblem';
  readonly sentences: { readonly zh: string; readonly en: string };

  constructor(sentences: { readonly zh: string; readonly en: string }) {
    super(sentences.en);
    this.sentences = sentences;
  }
}

export async function openClient(config: Config): Promise<Client> {
  const owner = config.databaseUrl ? undefined : await ownerOf(config.dataFolder);
  if (owner) return remoteClient(owner.url ?? config.dataFolder);
  const app = await createApp({ ...config, loadDemo: false });
  return clientOf(
    'http://127.0.0.1',
    async (request) => app.http.fetch(request),
    () => app.close(),
  );
}

function remoteClient(url: string): Client {
  if (!URL.canParse(url)) throw new AppError('folder-in-use', { folder: url, owner: '正在启动 starting' });
  return clientOf(
    url,
    (request) => sendTo(url, request),
    async () => {},
  );
}

function clientOf(origin: string, send: (request: Request) => Promise<Response>, close: () => Promise<void>): Client {
  async function replyTo<Input extends z.ZodObject>(
    operation: Operation<Input>,
    input: z.input<Input>,
    file?: Uint8Array,
  ): Promise<Response> {
    const { url, method, body } = prepareRequest(operation, input);
    const headers = { host: new URL(origin).host, ...contentType(body, file) };
    const response = await send(new Request(new URL(url, origin), { method, headers, body: file ? new Uint8Array(file) : body }));
    if (!response.ok) throw new RemoteProblem(problemSchema.parse(await response.json()));
    return response;
  }
  return {
    async call(operation, input, file) {
      return operation.reply.output.parse(await (await replyTo(operation, input, file)).json());
    },
    async follow(operation, input, onEvent) {
      const { body } = await replyTo(operation, input);
      if (body) for await (const payload of readServerEvents(body)) onEvent(operation.reply.event.parse(JSON.parse(payload)));
    },
    async download(operation, input) {
      return (await replyTo(operation, input)).body ?? new ReadableStream();
    },
    close,
  };
}

function contentType(body: string | null, file: Uint8Array | undefined): Record<string, string> {
  if (file) return { 'content-type': 'application/octet-stream' };
  return body === null ? {} : { 'content-type': 'application/json' };
}

const problemSchema = z.object({ zh: z.string(), en: z.string() });
