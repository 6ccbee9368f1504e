// Calling another process of ours on this machine: the server that owns the data folder.
import { AppError } from '../base/errors.ts';

/** Sends a request to the server at `url`; one that does not answer is named. */
export async function sendTo(url: string, request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    throw new AppError('server-unreachable', { url }, { cause: error });
  }
}
