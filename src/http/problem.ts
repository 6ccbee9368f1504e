// The one place where failures become HTTP: problem+json (RFC 9457) with a sentence in both languages.
import { type AppError, bothSentences, errorTable } from '../base/errors.ts';

/** What is away for a moment is usually back by then, and whoever asks again does no harm. */
const defaultRetrySeconds = 5;

export function problemResponse(error: AppError, requestId: string): Response {
  const { status, retryable } = errorTable[error.code];
  const { zh, en } = bothSentences(error.code, { ...error.details, requestId });
  const body = {
    type: `urn:hengjian:error:${error.code}`,
    title: en,
    status,
    code: error.code,
    zh,
    en,
    requestId,
  };
  const headers: Record<string, string> = { 'content-type': 'application/problem+json' };
  const { seconds = defaultRetrySeconds } = error.details;
  if (retryable && (status === 429 || status === 503)) headers['retry-after'] = String(seconds);
  return Response.json(body, { status, headers });
}
