// How a verb reaches the product: through the server that owns the data folder, or, when nobody does, through one opened for
// the verb in this process. Either way by the same operations.
import { type as systemName } from 'node:os';
import { z } from 'zod';
import { createApp } from '../app.ts';
import type { Config } from '../base/config.ts';
import type { BytesOperation, EventsOperation, JsonOperation, Operation } from '../base/contract.ts';
import { AppError } from '../base/errors.ts';
import { prepareRequest } from '../base/prepare-request.ts';
import { readServerEvents } from '../base/server-events.ts';
import { sendTo } from '../http/remote.ts';
import { readFolderKey } from '../sign-in/folder-key.ts';
import { ownerOf } from '../store/folder-lock.ts';
import { readStoredSession } from './stored-sessions.ts';

export interface Client {
  /** Where the pages are, if a server serves them. */
  readonly url: string | undefined;
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
    file?: Uint8Array,
  ): Promise<void>;
  /** The same, for whoever holds this session. */
  withSession(token: string | null): Client;
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
  const token = await readStoredSession(config);
  const owner = config.databaseUrl ? undefined : await ownerOf(config.dataFolder);
  if (owner) return remoteClient(owner.url ?? config.dataFolder, { token, folderKey: await readFolderKey(config.dataFolder) });
  const app = await createApp({ ...config, loadDemo: false });
  return clientOf({
    origin: 'http://127.0.0.1',
    url: undefined,
    shown: { token, folderKey: app.folderKey },
    send: async (request) => app.http.fetch(request),
    close: () => app.close(),
  });
}

function remoteClient(url: string, shown: Shown): Client {
  if (!URL.canParse(url)) throw new AppError('folder-in-use', { folder: url, owner: '正在启动 starting' });
  return clientOf({ origin: url, url: new URL(url).origin, shown, send: (request) => sendTo(url, request), close: async () => {} });
}

/** What the verb has to show who runs it. */
interface Shown {
  readonly token: string | undefined;
  readonly folderKey: string | undefined;
}

interface Connection extends Pick<Client, 'url' | 'close'> {
  readonly origin: string;
  readonly shown: Shown;
  readonly send: (request: Request) => Promise<Response>;
}

function clientOf({ origin, url: pages, shown, send, close }: Connection): Client {
  async function replyTo<Input extends z.ZodObject>(
    operation: Operation<Input>,
    input: z.input<Input>,
    file?: Uint8Array,
  ): Promise<Response> {
    const { url, method, body, headers: fields } = prepareRequest(operation, input);
    const bearer = operation.permission === 'data-folder' ? shown.folderKey : shown.token;
    const headers = {
      host: new URL(origin).host,
      'user-agent': `HengjianCLI (${systemName()})`,
      ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
      ...fields,
      ...contentType(body, file),
    };
    const response = await send(new Request(new URL(url, origin), { method, headers, body: file ? new Uint8Array(file) : body }));
    if (!response.ok) throw new RemoteProblem(problemSchema.parse(await response.json()));
    return response;
  }
  return {
    url: pages,
    async call(operation, input, file) {
      return operation.reply.output.parse(await (await replyTo(operation, input, file)).json());
    },
    async follow(operation, input, onEvent, file) {
      const { body } = await replyTo(operation, input, file);
      if (body) for await (const payload of readServerEvents(body)) onEvent(operation.reply.event.parse(JSON.parse(payload)));
    },
    async download(operation, input) {
      return (await replyTo(operation, input)).body ?? new ReadableStream();
    },
    withSession: (token) => clientOf({ origin, url: pages, send, close, shown: { ...shown, token: token ?? undefined } }),
    close,
  };
}

function contentType(body: string | null, file: Uint8Array | undefined): Record<string, string> {
  if (file) return { 'content-type': 'application/octet-stream' };
  return body === null ? {} : { 'content-type': 'application/json' };
}

const problemSchema = z.object({ zh: z.string(), en: z.string() });
