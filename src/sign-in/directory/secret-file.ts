// Secrets with which this service shows the directory who it is: read when they are used, so that a new one needs no restart.
import { readFile } from 'node:fs/promises';
import { AppError, systemCode } from '../../base/errors.ts';

/** `setting` names the file to whoever has to put it right. */
export async function secretIn(file: string, setting: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw unavailable(`${setting}: ${systemCode(error)}`, error);
  });
  const secret = text.replace(/\r?\n$/, '');
  if (secret === '') throw unavailable(`${setting}: empty (为空)`);
  return secret;
}

/** `cause`: what went wrong, without what was sent or received. */
export function unavailable(cause: string, error?: unknown): AppError {
  return new AppError('directory-unavailable', { cause }, { cause: error });
}
