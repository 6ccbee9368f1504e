// How a verb reaches the product: through the server that owns the data folder, or, when nobody does, through one opened for
// the verb in this process. Either way by the same operations.
import { z } from 'zod';
import { createApp } from '../app.ts';
import type { Config } from '../base/config.ts';
import type { JsonOperation } from '../base/contract.ts';
import { AppError } from '../base/errors.ts';
import { prepareRequest } from '../base/prepare-request.ts';
import { sendTo } from '../http/remote.ts';
import { ownerOf } from '../store/folder-lock.ts';

export interface Client {
  call<Input extends z.ZodObject, Output extends z.ZodType>(
    operation: JsonOperation<Input, Output>,
    input: z.input<Input>,
    file?: Uint8Array,
  ): Promise<z.output<Output>>;
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
  return {
    async call(operation, input, file) {
      const { url, method, body } = prepareRequest(operation, input);
      const headers = { host: new URL(origin).host, ...(body === null ? {} : { 'content-type': 'application/json' }) };
      const response = await send(new Request(new URL(url, origin), { method, headers, body: file ? new Uint8Array(file) : body }));
      if (!response.ok) throw new RemoteProblem(problemSchema.parse(await response.json()));
      return operation.reply.output.parse(await response.json());
    },
    close,
  };
}

const problemSchema = z.object({ zh: z.string(), en: z.string() });
