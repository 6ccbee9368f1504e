// A failure as the last event of a stream tells it: the status has been sent by then.
import { AppError, bothSentences, errorTable } from '../base/errors.ts';

/** `requestId`: what to look for in the log. */
export function problemOf(error: unknown, requestId: string): { code: string; zh: string; en: string } {
  const { code, details } = error instanceof AppError ? error : new AppError('internal');
  return { code, ...bothSentences(code, { ...details, requestId }) };
}

/** Told to whoever asked, and nothing that we could mend. */
export function isRefusal(error: unknown): boolean {
  return error instanceof AppError && errorTable[error.code].status < 500;
}
