// Sends the bytes of a file. XMLHttpRequest, since `fetch` does not tell how much has been sent.
import type { z } from 'zod';
import type { JsonOperation } from '../../../src/base/contract.ts';
import { noticed } from './call.ts';
import { Problem, problemOf } from './problem.ts';
import { prepareRequest } from '../../../src/base/prepare-request.ts';

/** `onProgress` is told the share sent, from 0 to 1. */
export function upload<Input extends z.ZodObject, Output extends z.ZodType>(
  operation: JsonOperation<Input, Output>,
  input: z.input<Input>,
  file: File,
  onProgress: (share: number) => void,
): Promise<z.output<Output>> {
  const { url, method } = prepareRequest(operation, input);
  const limitBytes = operation.upload?.maxBytes ?? Number.POSITIVE_INFINITY;
  if (file.size > limitBytes) return Promise.reject(new Problem('file-too-large'));
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    request.setRequestHeader('content-type', 'application/octet-stream');
    request.upload.onprogress = (event) => onProgress(event.lengthComputable ? event.loaded / event.total : 0);
    request.onerror = () => reject(new Problem('server-unreachable'));
    request.onload = () => {
      if (request.status >= 400) return reject(noticed(problemOf(request.responseText)));
      const parsed = operation.reply.output.safeParse(JSON.parse(request.responseText));
      return parsed.success ? resolve(parsed.data) : reject(parsed.error);
    };
    request.send(file);
  });
}
