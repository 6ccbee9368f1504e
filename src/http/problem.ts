// The one place where failures become HTTP: problem+json (RFC 9457) with a sentence in both languages.
import { type AppError, errorTable, sentence } from '../base/errors.ts';

export function problemResponse(error: AppError, requestId: string): Response {
  const { status } = errorTable[error.code];
  const details = { ...error.details, requestId };
  const body = {
    type: `urn:hengjian:error:${error.code}`,
    title: sentence(error.code, details, 'en'),
    status,
    code: error.code,
    zh: sentence(error.code, details, 'zh'),
    en: sentence(error.code, details, 'en'),
    requestId,
  };
  return Response.json(body, { status, headers: { 'content-type': 'application/problem+json' } });
}
