// The one place where failures become HTTP: problem+json (RFC 9457) with a sentence in both languages.
import { type AppError, bothSentences, errorTable } from '../base/errors.ts';

/** What is away for a moment is usually back by then, and whoever asks again does no harm. */
const defaultRetrySeconds = 5;

export function problemResponse(error: AppError, requestId: string): Response {
  const { status } = errorTable[error.code];
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
  const wait = retryAfter(error);
  if (wait !== undefined) headers['retry-after'] = wait;
  return Response.json(body, { status, headers });
}

/** Seconds after which asking again makes sense; undefined where it does not. */
export function retryAfter({ code, details: { seconds = defaultRetrySeconds } }: AppError): string | undefined {
  const { status, retryable } = errorTable[code];
  return retryable && (status === 429 || status === 503) ? String(seconds) : undefined;
}
